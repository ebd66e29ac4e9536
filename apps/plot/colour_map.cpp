// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/colour_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>

namespace zemi::plot {
namespace {

// Every eighth of the 256 colours of the original; between them the eye sees no difference to a straight line.
constexpr std::array<std::uint32_t, 33> viridis{
    0x440154, 0x470d60, 0x48186a, 0x482374, 0x472d7b, 0x453781, 0x424086, 0x3e4989, 0x3b528b, 0x375b8d, 0x33638d,
    0x2f6b8e, 0x2c728e, 0x297a8e, 0x26828e, 0x23898e, 0x21918c, 0x1f988b, 0x1fa088, 0x22a785, 0x28ae80, 0x32b67a,
    0x3fbc73, 0x4ec36b, 0x5ec962, 0x70cf57, 0x84d44b, 0x98d83e, 0xaddc30, 0xc2df23, 0xd8e219, 0xece51b, 0xfde725,
};
constexpr std::array<std::uint32_t, 33> plasma{
    0x0d0887, 0x220690, 0x310597, 0x3f049c, 0x4c02a1, 0x5901a5, 0x6600a7, 0x7201a8, 0x7e03a8, 0x8a09a5, 0x9511a1,
    0xa01a9c, 0xaa2395, 0xb32c8e, 0xbc3587, 0xc43e7f, 0xcc4778, 0xd35171, 0xda5a6a, 0xe06363, 0xe66c5c, 0xeb7655,
    0xf0804e, 0xf58b47, 0xf89540, 0xfba139, 0xfdac33, 0xfeb82c, 0xfdc527, 0xfcd225, 0xf8df25, 0xf4ed27, 0xf0f921,
};
constexpr std::array<std::uint32_t, 33> cividis{
    0x00224e, 0x00285b, 0x002e6a, 0x053371, 0x1a386f, 0x273e6e, 0x32436d, 0x3b496c, 0x434e6c, 0x4b546c, 0x535a6d,
    0x5a5f6e, 0x61656f, 0x686a71, 0x6f7073, 0x767676, 0x7d7c78, 0x848279, 0x8c8878, 0x938e78, 0x9b9476, 0xa39a74,
    0xaba072, 0xb4a76f, 0xbcae6c, 0xc4b468, 0xcdbb63, 0xd5c25e, 0xdec958, 0xe7d150, 0xf0d846, 0xf9e03a, 0xfee838,
};

// Equally light at equal distances from the middle; blue and orange differ for every kind of colour vision.
constexpr std::array<std::uint32_t, 9> blue_orange{
    0x0a2f66, 0x1d5fa6, 0x4f93cf, 0xa6c9e8, 0xf7f7f7, 0xf0c08c, 0xdb8631, 0xa8560f, 0x663000,
};

std::span<std::uint32_t const> table(ColourMap map)
{
    switch (map) {
    case ColourMap::viridis:
        return viridis;
    case ColourMap::plasma:
        return plasma;
    case ColourMap::cividis:
        return cividis;
    case ColourMap::blue_orange:
        return blue_orange;
    }
    return viridis;
}

} // namespace

Colour colour_at(ColourMap map, double position)
{
    auto const anchors = table(map);
    double const place = std::clamp(position, 0.0, 1.0) * static_cast<double>(anchors.size() - 1);
    auto const index = std::min(static_cast<std::size_t>(place), anchors.size() - 2);
    double const weight = place - static_cast<double>(index);
    auto const mix = [&](int shift) {
        double const a = static_cast<double>(anchors[index] >> shift & 0xffU);
        double const b = static_cast<double>(anchors[index + 1] >> shift & 0xffU);
        return static_cast<std::uint8_t>(std::lround(a + (b - a) * weight));
    };
    return {mix(16), mix(8), mix(0)};
}

std::vector<Colour> colours(ColourMap map, int count)
{
    std::vector<Colour> result;
    for (int i = 0; i < count; ++i) {
        result.push_back(colour_at(map, count > 1 ? static_cast<double>(i) / (count - 1) : 0.0));
    }
    return result;
}

std::string hex(Colour colour)
{
    return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

} // namespace zemi::plot
