// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/io_error.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace {

TEST(IoError, IsARuntimeErrorThatKeepsItsText)
{
    try {
        throw zemi::IoError("cannot read a.yaml: it is a folder");
    } catch (std::runtime_error const& error) {
        EXPECT_EQ(std::string(error.what()), "cannot read a.yaml: it is a folder");
    }
}

} // namespace
