// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zemi::plot {

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
};

/// A picture of up to 256 colours; the first row is the top.
struct IndexedImage {
    int width = 0;
    int height = 0;
    std::vector<Colour> palette;       ///< up to 256
    std::vector<std::uint8_t> pixels;  ///< width * height numbers of palette entries, row by row
};

/// The image as a PNG file (RFC 2083), compressed well where neighbouring rows resemble each other.
[[nodiscard]] std::string encode_png(IndexedImage const& image);

/// RFC 1950 stream of the data: what PNG calls compressed. LZ77 with the fixed Huffman code.
[[nodiscard]] std::string zlib_compress(std::string_view data);

/// RFC 4648, for data: addresses.
[[nodiscard]] std::string base64(std::string_view data);

} // namespace zemi::plot
