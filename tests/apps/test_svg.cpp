// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/axis.hpp"
#include "plot/colour_map.hpp"
#include "plot/pictures.hpp"
#include "plot/png.hpp"
#include "plot/samples.hpp"
#include "plot/svg.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

namespace {

using namespace zemi::plot;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// Reads back what zlib_compress() writes: one block with the fixed Huffman code (RFC 1951). Written independently of
/// the compressor, with the tables of the RFC.
class Inflater {
public:
    explicit Inflater(std::string const& bytes) : m_bytes(bytes) {}

    std::string run()
    {
        static constexpr std::array<unsigned, 29> length_base{3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                                              15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                                              67, 83, 99, 115, 131, 163, 195, 227, 258};
        static constexpr std::array<unsigned, 29> length_extra{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                                               2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
        static constexpr std::array<unsigned, 30> distance_base{
            1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
            193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
        m_position = 16; // behind the two bytes of the zlib header
        EXPECT_EQ(bits(1), 1U);
        EXPECT_EQ(bits(2), 1U);
        std::string out;
        for (unsigned symbol = next_symbol(); symbol != 256; symbol = next_symbol()) {
            if (symbol < 256) {
                out += static_cast<char>(symbol);
                continue;
            }
            unsigned const length = length_base.at(symbol - 257) + bits(length_extra.at(symbol - 257));
            unsigned const code = huffman(5);
            unsigned const distance = distance_base.at(code) + bits(code < 4 ? 0 : code / 2 - 1);
            EXPECT_LE(distance, out.size());
            for (unsigned i = 0; i < length; ++i) {
                out += out[out.size() - distance];
            }
        }
        return out;
    }

private:
    unsigned bit()
    {
        unsigned const value = static_cast<unsigned char>(m_bytes.at(m_position / 8)) >> (m_position % 8) & 1U;
        ++m_position;
        return value;
    }
    unsigned bits(unsigned count)
    {
        unsigned value = 0;
        for (unsigned i = 0; i < count; ++i) {
            value |= bit() << i;
        }
        return value;
    }
    unsigned huffman(unsigned count)
    {
        unsigned value = 0;
        for (unsigned i = 0; i < count; ++i) {
            value = value << 1 | bit();
        }
        return value;
    }
    unsigned next_symbol()
    {
        unsigned const seven = huffman(7);
        if (seven < 24) {
            return 256 + seven;
        }
        unsigned const eight = seven << 1 | bit();
        if (eight >= 0x30 && eight < 0xc0) {
            return eight - 0x30;
        }
        if (eight >= 0xc0 && eight < 0xc8) {
            return 280 + eight - 0xc0;
        }
        return 144 + (eight << 1 | bit()) - 0x190;
    }

    std::string const& m_bytes;
    std::size_t m_position = 0;
};

TEST(Zlib, ReadsBackWhatItWrote)
{
    std::mt19937 random(7);
    for (std::size_t const size :
         {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{1000}, std::size_t{200000}}) {
        for (unsigned const num_values : {1U, 3U, 256U}) {
            std::string data(size, '\0');
            for (char& c : data) {
                c = static_cast<char>(random() % num_values);
            }
            std::string const packed = zlib_compress(data);
            EXPECT_EQ(Inflater(packed).run(), data) << size << " bytes of " << num_values << " values";
        }
    }
}

TEST(Zlib, FindsMatchesFarBackAndLong)
{
    std::mt19937 random(7);
    std::string noise(30000, '\0');
    for (char& c : noise) {
        c = static_cast<char>(random());
    }
    std::string const data = noise + noise + noise;
    std::string const packed = zlib_compress(data);
    EXPECT_EQ(Inflater(packed).run(), data);
    EXPECT_LT(packed.size(), 40000U);
}

TEST(Base64, MatchesTheExamplesOfTheStandard) // RFC 4648, 10
{
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foo"), "Zm9v");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Png, HasHeaderPaletteDataAndEnd)
{
    IndexedImage image{2, 3, {{255, 0, 0}, {0, 0, 255}}, {0, 1, 1, 0, 0, 1}};
    std::string const png = encode_png(image);
    EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
    EXPECT_EQ(png.substr(12, 4), "IHDR");
    for (char const* const chunk : {"PLTE", "IDAT", "IEND"}) {
        EXPECT_THAT(png, HasSubstr(chunk));
    }
    EXPECT_EQ(png.substr(png.size() - 4), "\xae\x42\x60\x82"); // the checksum that every PNG ends with
    image.pixels.pop_back();
    EXPECT_THROW((void)encode_png(image), std::invalid_argument);
}

TEST(Axis, TicksAreRoundAndCarryEqualDecimals)
{
    Axis const axis = make_axis(0.013, 0.988, 5, true);
    EXPECT_DOUBLE_EQ(axis.low, 0.0);
    EXPECT_DOUBLE_EQ(axis.high, 1.0);
    EXPECT_THAT(axis.labels, ElementsAre("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"));
    EXPECT_THAT(make_axis(0, 180, 6, false).labels,
                ElementsAre("0", "20", "40", "60", "80", "100", "120", "140", "160", "180"));
    EXPECT_THAT(make_axis(-7.3, 22.1, 6, false).ticks, ElementsAre(-5, 0, 5, 10, 15, 20));
}

TEST(Axis, EmptyAndBrokenRangesStillMakeAnAxis)
{
    Axis const constant = make_axis(5, 5, 5, true);
    EXPECT_LT(constant.low, 5);
    EXPECT_GT(constant.high, 5);
    EXPECT_LT(make_axis(0, 0, 5, true).low, make_axis(0, 0, 5, true).high);
    EXPECT_LT(make_axis(std::nan(""), 1, 5, true).low, make_axis(std::nan(""), 1, 5, true).high);
}

TEST(ColourMap, GoesFromDarkToBright)
{
    for (ColourMap const map : {ColourMap::viridis, ColourMap::plasma, ColourMap::cividis}) {
        double last = -1;
        for (Colour const c : colours(map, 33)) {
            double const luminance = 0.2126 * c.red + 0.7152 * c.green + 0.0722 * c.blue;
            EXPECT_GT(luminance, last);
            last = luminance;
        }
    }
    EXPECT_EQ(hex(colour_at(ColourMap::viridis, 0)), "#440154");
    EXPECT_EQ(hex(colour_at(ColourMap::viridis, 7)), "#fde725");
}

TEST(Svg, EscapesTextAndCloses)
{
    Svg svg(100, 50, "a & b");
    svg.text({1, 2}, "<x> & \"y\"");
    std::string const text = svg.str();
    EXPECT_THAT(text, HasSubstr("&lt;x&gt; &amp; &quot;y&quot;"));
    EXPECT_THAT(text, HasSubstr("<title>a &amp; b</title>"));
    EXPECT_TRUE(text.ends_with("</svg>\n"));
}

TEST(Svg, SimplifyKeepsTheShape)
{
    std::vector<Point> line;
    for (int i = 0; i <= 100; ++i) {
        line.push_back({static_cast<double>(i), i < 50 ? 0.0 : 10.0});
    }
    std::vector<Point> const few = simplify(line, 0.1);
    ASSERT_EQ(few.size(), 4U);
    EXPECT_EQ(few[1].x, 49);
    EXPECT_EQ(few[2].x, 50);
}

Samples example(int num_cells, int num_snapshots)
{
    Samples samples;
    samples.title = "a & b";
    samples.classes = {"motorcycle", "car"};
    samples.length = 1000;
    for (int k = 0; k < num_snapshots; ++k) {
        std::vector<double> density;
        std::vector<double> speed;
        for (int i = 0; i < num_cells; ++i) {
            double const x = (i + 0.5) / num_cells;
            density.push_back(0.1 + 0.05 * std::sin(12 * x - 0.01 * k));
            speed.push_back(20 * (1 - density.back() / 0.25));
        }
        samples.add(k, {density, density}, {speed, speed});
    }
    return samples;
}

TEST(Samples, AveragesOverBinsSpeedsByDensity)
{
    Samples samples;
    samples.classes = {"car"};
    std::size_t const num_cells = 2 * static_cast<std::size_t>(Samples::max_bins);
    std::vector<double> density(num_cells);
    std::vector<double> speed(num_cells);
    for (std::size_t i = 0; i < num_cells; ++i) {
        density[i] = i % 2 == 0 ? 3 : 1;
        speed[i] = i % 2 == 0 ? 0 : 8;
    }
    samples.add(0, {density}, {speed});
    auto const frames = samples.frames();
    ASSERT_EQ(frames.size(), 1U);
    ASSERT_EQ(frames[0].density[0].size(), static_cast<std::size_t>(Samples::max_bins));
    EXPECT_FLOAT_EQ(frames[0].density[0][5], 2);
    EXPECT_FLOAT_EQ(frames[0].speed[0][5], 2);
}

TEST(Samples, ThinsOutLongRunsAndKeepsTheEnds)
{
    Samples const samples = example(4, 5000);
    auto const frames = samples.frames();
    EXPECT_LE(frames.size(), static_cast<std::size_t>(Samples::max_frames) + 1);
    EXPECT_GE(frames.size(), static_cast<std::size_t>(Samples::max_frames) / 2);
    EXPECT_EQ(frames.front().time, 0);
    EXPECT_EQ(frames.back().time, 4999);
    for (std::size_t i = 1; i + 1 < frames.size(); ++i) {
        EXPECT_EQ(frames[i].time - frames[i - 1].time, 8);
    }
}

TEST(Pictures, NameTheirAxesWithUnits)
{
    Samples const samples = example(50, 20);
    std::string const map = space_time_picture(samples, 1, {Variable::density, Variable::speed});
    for (char const* const text : {"density [veh/km]", "speed [km/h]", "position [m]", "time [s]", ">car", "a &amp; b",
                                   "data:image/png;base64,"}) {
        EXPECT_THAT(map, HasSubstr(text));
    }
    std::string const profiles = profile_picture(samples, {0, 1}, {Variable::density, Variable::speed});
    for (char const* const text :
         {"density [veh/km]", "speed [km/h]", "position [m]", ">motorcycle<", ">car<", ">19 s<"}) {
        EXPECT_THAT(profiles, HasSubstr(text));
    }
    EXPECT_THAT(profile_picture(samples, {1}, {Variable::speed}, {5}), Not(HasSubstr("density")));
}

TEST(Pictures, OfUniformTrafficShowTheLineBelowTheFrame)
{
    Samples samples = example(3, 1);
    double const density = 0.002 * (1 + 1e-12); // rounding is no reason to say that values are cut off
    samples.add(1, {{0, 0, 0}, {density, density, density}}, {{0, 0, 0}, {1, 1, 1}});
    std::string const profile = profile_picture(samples, {1}, {Variable::density}, {1});
    EXPECT_THAT(profile, HasSubstr(">2.5<"));
    EXPECT_THAT(profile, Not(HasSubstr("up to")));
}

TEST(Pictures, OfBigRunsStaySmall)
{
    Samples const samples = example(20000, 1200);
    EXPECT_LT(space_time_picture(samples, 0, {Variable::density, Variable::speed}).size(), 1000000U);
    EXPECT_LT(profile_picture(samples, {0, 1}, {Variable::density, Variable::speed}).size(), 200000U);
}

TEST(Pictures, OfOneSnapshotAndOfNotANumberAreDrawn)
{
    Samples samples = example(3, 1);
    EXPECT_THAT(profile_picture(samples, {0}, {Variable::density}), HasSubstr("</svg>"));
    double const gap = std::nan("");
    samples.add(1, {{gap, gap, gap}, {1, gap, 1}}, {{gap, gap, gap}, {1, 1, 1}});
    samples.add(2, {{gap, gap, gap}, {1, gap, 1}}, {{gap, gap, gap}, {1, 1, 1}});
    EXPECT_THAT(profile_picture(samples, {0, 1}, {Variable::density}), Not(HasSubstr("nan")));
    EXPECT_THAT(space_time_picture(samples, 0, {Variable::density}), Not(HasSubstr("nan")));
}

} // namespace
