// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/csv.hpp"
#include "sweep/sweep_files.hpp"
#include "sweep_jobs.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/netcdf_reader.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace zemi::app {
namespace {

using test_support::TemporaryFolder;
using testing::ElementsAre;

/// Four members: two of unequal size that are done, one that failed, one that is open.
class SweepFiles : public testing::Test {
protected:
    SweepFiles() : store(folder / "store", MemberStore::Access::write)
    {
        MemberRecord a;
        a.id = 1;
        a.num_steps = 5;
        a.classes = {"motorcycle", "car"};
        a.road_length = 100;
        a.num_cells = 2;
        a.metrics = {{{10, 100, 8, 1, 2}, {20, 100, 9, 3, 4}}, 4, 50, 0};
        a.snapshots = {{4, {{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}, {}}};
        MemberRecord b;
        b.id = 2;
        b.classes = {"car"};
        b.x_begin = 10;
        b.road_length = 30;
        b.num_cells = 3;
        b.metrics = {{{0, 0, 0, 0, 0}}, 4, 0, 0};
        b.snapshots = {{2, {{1, 1, 1}}, {{9, 9, 9}}, {}}, {4, {{2, 2, 2}}, {{9, 9, 9}}, {}}};
        MemberRecord c;
        c.id = 3;
        c.failed = true;
        c.reason = "too, bad";
        c.fail_time = std::numeric_limits<Real>::quiet_NaN();
        store.append(std::array{a, b, c});
        job = test_support::tiny_job(folder,
                                     {{"10 veh/km", "2"}, {"20 veh/km", "3"}, {"-1 veh/km", "3"}, {"30 veh/km", "4"}});
        job.keep.fields = KeepFields::all;
    }

    TemporaryFolder folder;
    MemberStore store;
    SweepJob job;
    std::vector<RunId> ids{1, 2, 3, 4};
};

TEST_F(SweepFiles, CsvHasARowPerMember)
{
    job.keep.metrics = {"mean_speed", "max_queue_length"};
    std::string const text = members_csv(job, ids, store);
    EXPECT_EQ(text, "index,id,status,reason,fail_time,fail_cell,initial.equilibrium.car,road.cells,"
                    "mean_speed_motorcycle,mean_speed_car,max_queue_length,steps,rejected,floors,limited\n"
                    "0,0000000000000001,done,,,,10 veh/km,2,10,5,50,5,0,0,0\n"
                    "1,0000000000000002,done,,,,20 veh/km,3,nan,nan,0,0,0,0,0\n"
                    "2,0000000000000003,failed,\"too, bad\",nan,,-1 veh/km,3,nan,nan,nan,0,0,0,0\n"
                    "3,0000000000000004,open,,,,30 veh/km,4,nan,nan,nan,0,0,0,0\n");
    EXPECT_THAT(classes_of(ids, store), ElementsAre("motorcycle", "car"));
}

TEST_F(SweepFiles, NetcdfHasTheSameAndFields)
{
    if (!build_info().netcdf) {
        GTEST_SKIP() << "built without netCDF";
    }
    std::string const path = folder / "sweep.nc";
    write_sweep_nc(path, job, ids, store);
    NetcdfReader const file(path);
    EXPECT_THAT(file.dimensions_of("density"), ElementsAre("member", "time", "vclass", "cell"));
    EXPECT_THAT(file.dimensions_of("mean_speed"), ElementsAre("member", "vclass"));
    EXPECT_THAT(file.dimensions_of("total_delay_all"), ElementsAre("member"));
    EXPECT_THAT(file.read("status"), ElementsAre(0, 0, 1, 2));
    EXPECT_THAT(file.read_text("reason"), ElementsAre("", "", "too, bad", ""));
    EXPECT_THAT(file.read_text("id").front(), "0000000000000001");
    EXPECT_THAT(file.read("initial_equilibrium_car"), ElementsAre(0.01, 0.02, -0.001, 0.03)) << "in SI";
    EXPECT_THAT(file.read("road_cells"), ElementsAre(2, 3, 3, 4));
    EXPECT_THAT(file.read("num_cells"), ElementsAre(2, 3, 0, 0));
    auto const speed = file.read("mean_speed");
    EXPECT_EQ(speed[0], 10);
    EXPECT_EQ(speed[1], 5);
    EXPECT_TRUE(std::isnan(speed[2]));
    // [member][time][vclass][cell] of 4, 2, 2, 3
    auto const density = file.read("density");
    ASSERT_EQ(density.size(), 48U);
    EXPECT_EQ(density[0], 1);
    EXPECT_EQ(density[1], 2);
    EXPECT_TRUE(std::isnan(density[2])) << "the road has two cells only";
    EXPECT_EQ(density[3], 3);
    EXPECT_TRUE(std::isnan(density[6])) << "one snapshot only";
    EXPECT_TRUE(std::isnan(density[12])) << "no motorcycles there";
    EXPECT_EQ(density[15], 1);
    EXPECT_EQ(density[12 + 9], 2);
    EXPECT_TRUE(std::isnan(density[24]));
    auto const x = file.read("x");
    EXPECT_EQ(x[0], 25);
    EXPECT_EQ(x[3], 15);
    auto const time = file.read("snapshot_time");
    EXPECT_EQ(time[2], 2);
    EXPECT_EQ(time[3], 4);
}

TEST_F(SweepFiles, TextsStayTexts)
{
    if (!build_info().netcdf) {
        GTEST_SKIP() << "built without netCDF";
    }
    job.parameters = {"numerics.scheme", "initial.equilibrium.car"};
    job.values = [](std::size_t i) {
        return std::vector<std::string>{i % 2 == 0 ? "first_order" : "second_order", i == 2 ? "much" : "1 veh/km"};
    };
    write_sweep_nc(folder / "sweep.nc", job, ids, store);
    NetcdfReader const file(folder / "sweep.nc");
    EXPECT_EQ(file.read_text("numerics_scheme")[1], "second_order");
    EXPECT_EQ(file.read_text("initial_equilibrium_car")[2], "much");
}

TEST_F(SweepFiles, SameContentGivesSameBytes)
{
    if (!build_info().netcdf) {
        GTEST_SKIP() << "built without netCDF";
    }
    write_sweep_nc(folder / "a.nc", job, ids, store);
    write_sweep_nc(folder / "b.nc", job, ids, store);
    EXPECT_EQ(test_support::read_text_file(folder / "a.nc"), test_support::read_text_file(folder / "b.nc"));
}

} // namespace
} // namespace zemi::app
