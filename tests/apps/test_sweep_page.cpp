// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "markup.hpp"
#include "report/result_place.hpp"
#include "report/sweep_data.hpp"
#include "report/sweep_page.hpp"
#include "temporary_folder.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/core/netcdf_writer.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace {

using namespace zemi;
using namespace zemi::app;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using zemi::test_support::Markup;
using zemi::test_support::TemporaryFolder;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Four members: a number and a word are varied, one metric per class and one of the whole; the third member failed.
void write_sweep(std::string const& path)
{
    NetcdfWriter file(path);
    int const member = file.define_dimension("member", 4);
    int const vclass = file.define_dimension("vclass", 2);
    int const number = file.define_variable("member", NetcdfType::integer, {member});
    int const id = file.define_variable("id", NetcdfType::text, {member});
    int const status = file.define_variable("status", NetcdfType::integer, {member});
    file.set_attribute(status, "flag_meanings", "done failed open");
    int const reason = file.define_variable("reason", NetcdfType::text, {member});
    int const fail_time = file.define_variable("fail_time", NetcdfType::real, {member});
    int const names = file.define_variable("vclass", NetcdfType::text, {vclass});
    int const speed = file.define_variable("mean_speed", NetcdfType::real, {member, vclass});
    file.set_attribute(speed, "units", "m s-1");
    file.set_attribute(speed, "long_name", "mean of the speed");
    int const queue = file.define_variable("max_queue_length", NetcdfType::real, {member});
    file.set_attribute(queue, "units", "m");
    int const constant = file.define_variable("mass_defect", NetcdfType::real, {member});
    int const tau = file.define_variable("classes_car_relaxation_time", NetcdfType::real, {member});
    file.set_attribute(tau, "case_key", "classes.car.relaxation_time");
    file.set_attribute(tau, "units", "s");
    int const scheme = file.define_variable("numerics_scheme", NetcdfType::text, {member});
    file.set_attribute(scheme, "case_key", "numerics.scheme");
    file.set_attribute(NetcdfWriter::global, "title", "four & more");
    file.set_attribute(NetcdfWriter::global, "plan", "vary: <all>\n");
    file.end_definitions();
    file.write(number, std::vector<int>{0, 1, 2, 3});
    file.write(id, std::vector<std::string>{"aa", "bb", "cc", "dd"});
    file.write(status, std::vector<int>{0, 0, 1, 2});
    file.write(reason, std::vector<std::string>{"", "", "density < 0", ""});
    file.write(fail_time, std::vector<double>{missing, missing, 2.5, missing});
    file.write(names, std::vector<std::string>{"motorcycle", "car"});
    file.write(speed, std::vector<double>{10, 5, 20, 6, missing, missing, missing, missing});
    file.write(queue, std::vector<double>{100, 50, missing, missing});
    file.write(constant, std::vector<double>{0, 0, missing, missing});
    file.write(tau, std::vector<double>{2, 4, 8, 16});
    file.write(scheme, std::vector<std::string>{"first_order", "first_order", "second_order", "second_order"});
    file.commit();
}

class SweepPage : public testing::Test {
protected:
    void SetUp() override
    {
        if (!build_info().netcdf) {
            GTEST_SKIP() << "built without netCDF";
        }
        write_sweep(folder / "sweep.nc");
        std::ofstream(folder / "summary.json") << "{}"; // sweeps have one too
    }

    SweepData read() { return read_sweep_result(find_results({folder.path().string()}).front()); }

    TemporaryFolder folder;
};

TEST_F(SweepPage, IsReadWithItsParametersAndMetrics)
{
    auto const places = find_results({folder.path().string(), folder / "sweep.nc"});
    ASSERT_THAT(places, SizeIs(1));
    EXPECT_TRUE(places[0].is_sweep);
    SweepData const data = read();
    EXPECT_THAT(data.status, ElementsAre("done", "done", "failed", "open"));
    ASSERT_THAT(data.parameters, SizeIs(2));
    EXPECT_EQ(data.parameters[0].key, "classes.car.relaxation_time");
    EXPECT_THAT(data.parameters[0].numbers, ElementsAre(2, 4, 8, 16));
    EXPECT_THAT(data.parameters[1].texts, ElementsAre("first_order", "first_order", "second_order", "second_order"));
    ASSERT_THAT(data.metrics, SizeIs(3));
    EXPECT_EQ(data.metrics[0].name, "mean_speed");
    EXPECT_THAT(data.metrics[0].classes, ElementsAre("motorcycle", "car"));
    EXPECT_EQ(data.metrics[0].values[0][1], 20);
    EXPECT_EQ(data.metrics[0].values[1][1], 6);
    EXPECT_THAT(data.metrics[1].classes, IsEmpty());
}

TEST_F(SweepPage, PageHasCountsFailuresChartsAndTable)
{
    std::string const page = sweep_page(read());
    Markup const markup(page);
    EXPECT_EQ(markup.problem(), "");
    EXPECT_EQ(markup.count("svg"), 2U + 2U); // two metrics vary, over one number; and their histograms
    for (char const* const said :
         {"four &amp; more", "4 members, 2 done, 1 failed, 1 open", "density &lt; 0", "2.5 s",
          "classes.car.relaxation_time [s]", "mean speed [km/h]", "mean of the speed", "numerics.scheme (no number)",
          "mass defect (does not vary)", ">second_order<", ">72<", "vary: &lt;all&gt;"}) { // 72 km/h: 20 m/s
        EXPECT_THAT(page, HasSubstr(said));
    }
    EXPECT_THAT(page, Not(HasSubstr("nan")));
}

TEST_F(SweepPage, LongTablesAndManyDotsAreCutAndThePageSaysSo)
{
    SweepData data = read();
    data.parameters.pop_back();
    std::size_t const size = 5000;
    data.ids.assign(size, "x");
    data.status.assign(size, "done");
    data.reasons.assign(size, "");
    data.fail_times.assign(size, missing);
    data.parameters[0].numbers.clear();
    data.metrics.resize(1);
    for (auto& values : data.metrics[0].values) {
        values.clear();
    }
    for (std::size_t i = 0; i < size; ++i) {
        double const x = static_cast<double>(i);
        data.parameters[0].numbers.push_back(std::fmod(x * 0.618, 1.0));
        for (auto& values : data.metrics[0].values) {
            values.push_back(std::sin(x));
        }
    }
    std::string const page = sweep_page(data);
    EXPECT_THAT(page, HasSubstr("The first 1000 of 5000; members.csv has all."));
    EXPECT_THAT(page, HasSubstr("One dot for every 3 members."));
    EXPECT_LT(page.size(), 500000U);
}

TEST_F(SweepPage, OtherFilesAreNone)
{
    NetcdfWriter file(folder / "other.nc");
    file.define_dimension("member", 1);
    file.end_definitions();
    file.commit();
    EXPECT_THROW((void)read_sweep_result({"", folder / "other.nc", "", true}), IoError);
}

TEST(Histogram, IsAnOutlineWithTheAreaOfTheNumbers)
{
    auto const outline = histogram({0, 1, 1, 2, 4, missing}, 4);
    ASSERT_THAT(outline, SizeIs(10));
    EXPECT_EQ(outline.front().y, 0);
    EXPECT_EQ(outline[1].y, 1); // 0
    EXPECT_EQ(outline[3].y, 2); // 1, 1
    EXPECT_EQ(outline[5].y, 1); // 2
    EXPECT_EQ(outline[7].y, 1); // 4: the last bin has both ends
    EXPECT_EQ(outline[8].x, 4);
    EXPECT_THAT(histogram({missing}, 4), IsEmpty());
    EXPECT_THAT(histogram({3, 3}, 5), SizeIs(12)); // all the same
}

} // namespace
