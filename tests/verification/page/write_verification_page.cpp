// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// usage: write_verification_page TEMPLATE RECORD DOCS. Makes DOCS/verification.md and the pictures in
// DOCS/verification, a folder with nothing else in it.
#include "page/verification_page.hpp"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace {

std::string read_text(std::string const& path)
{
    std::ifstream const file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) {
        throw std::runtime_error("cannot read " + path);
    }
    return text.str();
}

void write_text(std::filesystem::path const& path, std::string const& text)
{
    std::filesystem::path const aside = path.string() + ".tmp";
    std::ofstream file(aside, std::ios::binary);
    file << text;
    file.close();
    if (!file) {
        throw std::runtime_error("cannot write " + aside.string());
    }
    std::filesystem::rename(aside, path);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4) {
        std::fprintf(stderr, "usage: write_verification_page TEMPLATE RECORD DOCS\n");
        return 2;
    }
    try {
        auto const page = zemi::test::make_verification_page(read_text(argv[1]), zemi::test::read_record(argv[2]));
        std::filesystem::path const docs(argv[3]);
        std::filesystem::remove_all(docs / "verification"); // pictures that are not drawn any more
        std::filesystem::create_directories(docs / "verification");
        for (auto const& [name, svg] : page.pictures) {
            write_text(docs / "verification" / name, svg);
        }
        write_text(docs / "verification.md", page.text);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 1;
    }
    return 0;
}
