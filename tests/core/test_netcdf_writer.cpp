// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "temporary_folder.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/core/netcdf_reader.hpp>
#include <zemi/core/netcdf_writer.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <vector>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using zemi::NetcdfReader;
using zemi::NetcdfType;
using zemi::NetcdfWriter;
using zemi::test_support::TemporaryFolder;

class Netcdf : public testing::Test {
protected:
    void SetUp() override
    {
        if (!zemi::build_info().netcdf) {
            GTEST_SKIP() << "built without netCDF";
        }
    }
    TemporaryFolder folder;
};

TEST_F(Netcdf, WhatIsWrittenIsReadBack)
{
    std::string const path = folder / "a.nc";
    {
        NetcdfWriter file(path);
        int const time = file.define_dimension("time", NetcdfWriter::unlimited);
        int const vclass = file.define_dimension("vclass", 2);
        int const density = file.define_variable("density", NetcdfType::real, {time, vclass}, {16, 2});
        int const category = file.define_variable("category", NetcdfType::integer, {vclass});
        int const name = file.define_variable("name", NetcdfType::text, {vclass});
        file.set_attribute(density, "units", "m-1");
        file.set_attribute(NetcdfWriter::global, "title", "Überholen");
        file.end_definitions();
        file.write(category, std::vector<int>{4, 9});
        file.write(name, std::vector<std::string>{"motorcycle", "car"});
        for (std::size_t t = 0; t < 3; ++t) {
            auto const value = static_cast<double>(t);
            file.write(density, std::array{t, std::size_t{0}}, std::array{std::size_t{1}, std::size_t{2}},
                       std::array{value, value + 0.5});
        }
        EXPECT_FALSE(std::filesystem::exists(path)) << "the final name may only belong to a complete file";
        file.commit();
    }
    EXPECT_FALSE(std::filesystem::exists(path + ".tmp"));
    NetcdfReader const file(path);
    EXPECT_EQ(file.dimension_size("time"), 3U);
    EXPECT_EQ(file.dimension_size("nothing"), 0U);
    EXPECT_THAT(file.dimensions_of("density"), ElementsAre("time", "vclass"));
    EXPECT_THAT(file.read("density"), ElementsAre(0, 0.5, 1, 1.5, 2, 2.5));
    EXPECT_THAT(
        file.read("density", std::array{std::size_t{1}, std::size_t{1}}, std::array{std::size_t{2}, std::size_t{1}}),
        ElementsAre(1.5, 2.5));
    EXPECT_THAT(file.read("category"), ElementsAre(4, 9));
    EXPECT_THAT(file.read_text("name"), ElementsAre("motorcycle", "car"));
    EXPECT_EQ(file.attribute("title"), "Überholen");
    EXPECT_EQ(file.attribute("missing"), "");
    EXPECT_EQ(file.attribute("density", "units"), "m-1");
    EXPECT_EQ(file.attribute("category", "units"), "");
    EXPECT_THROW((void)file.attribute("pressure", "units"), zemi::IoError);
    EXPECT_THAT(file.variables(), ElementsAre("density", "category", "name"));
    EXPECT_TRUE(file.is_text("name"));
    EXPECT_FALSE(file.is_text("density"));
    EXPECT_TRUE(file.has_variable("density"));
    EXPECT_FALSE(file.has_variable("pressure"));
}

TEST_F(Netcdf, WithoutCommitNothingStays)
{
    std::string const path = folder / "a.nc";
    {
        NetcdfWriter file(path);
        file.define_dimension("time", 3);
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(Netcdf, AnOlderFileStaysUntilCommit)
{
    std::string const path = folder / "a.nc";
    std::ofstream(path) << "older";
    {
        NetcdfWriter file(path);
        file.define_dimension("time", 3);
    }
    EXPECT_EQ(zemi::test_support::read_text_file(path), "older");
}

TEST_F(Netcdf, ErrorsNameThePathAndTheReason)
{
    std::string const path = folder / "missing_folder/a.nc";
    try {
        NetcdfWriter const file(path);
        FAIL();
    } catch (zemi::IoError const& e) {
        EXPECT_THAT(e.what(), HasSubstr("cannot write " + path + ": "));
        EXPECT_THAT(e.what(), HasSubstr("No such file"));
    }
    try {
        NetcdfReader const file(folder / "absent.nc");
        FAIL();
    } catch (zemi::IoError const& e) {
        EXPECT_THAT(e.what(), HasSubstr("cannot read " + (folder / "absent.nc") + ": No such file"));
    }
    NetcdfWriter file(folder / "b.nc");
    file.define_dimension("x", 2);
    EXPECT_THROW(file.define_dimension("x", 2), zemi::IoError);
}

TEST(NetcdfVersion, IsEmptyExactlyWithoutNetcdf)
{
    EXPECT_EQ(zemi::netcdf_version().empty(), !zemi::build_info().netcdf);
}

} // namespace
