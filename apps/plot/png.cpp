// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/png.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace zemi::plot {
namespace {

/// Bits from the lowest upwards, as DEFLATE packs them; Huffman codes go highest bit first.
class BitWriter {
public:
    explicit BitWriter(std::string& bytes) : m_bytes(bytes) {}

    void bits(unsigned value, int count)
    {
        m_buffer |= value << m_used;
        for (m_used += count; m_used >= 8; m_used -= 8) {
            m_bytes += static_cast<char>(m_buffer & 0xffU);
            m_buffer >>= 8;
        }
    }

    void code(unsigned value, int count)
    {
        for (int i = count - 1; i >= 0; --i) {
            bits((value >> i) & 1U, 1);
        }
    }

    void flush()
    {
        if (m_used > 0) {
            bits(0, 8 - m_used);
        }
    }

private:
    std::string& m_bytes;
    unsigned m_buffer = 0;
    int m_used = 0;
};

/// Literal bytes, end of block (256) and lengths (257 ...) in the fixed code of RFC 1951, 3.2.6.
void write_symbol(BitWriter& out, unsigned symbol)
{
    if (symbol < 144) {
        out.code(0x30 + symbol, 8);
    } else if (symbol < 256) {
        out.code(0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
        out.code(symbol - 256, 7);
    } else {
        out.code(0xc0 + symbol - 280, 8);
    }
}

/// A value from `first` on, in groups of 2^extra: the group number, its first value and the number of extra bits.
/// Serves both the length codes (4 groups per extra bit) and the distance codes (2 groups per extra bit).
struct Group {
    unsigned number;
    unsigned first;
    int extra;
};

Group find_group(unsigned value, unsigned first, int groups_per_extra_bit)
{
    unsigned const offset = value - first;
    unsigned const per = static_cast<unsigned>(groups_per_extra_bit);
    if (offset < 2 * per) {
        return {offset, value, 0};
    }
    int const extra = std::bit_width(offset / per) - 1;
    unsigned const start = per << extra;
    unsigned const within = (offset - start) >> extra;
    return {per * static_cast<unsigned>(extra + 1) + within, first + start + (within << extra), extra};
}

void write_match(BitWriter& out, unsigned length, unsigned distance)
{
    if (length == 258) {
        write_symbol(out, 285);
    } else {
        Group const group = find_group(length, 3, 4);
        write_symbol(out, 257 + group.number);
        out.bits(length - group.first, group.extra);
    }
    Group const group = find_group(distance, 1, 2);
    out.code(group.number, 5);
    out.bits(distance - group.first, group.extra);
}

void big_endian(std::string& target, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        target += static_cast<char>((value >> shift) & 0xffU);
    }
}

std::uint32_t adler32(std::string_view data)
{
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (char const c : data) {
        a = (a + static_cast<std::uint8_t>(c)) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

std::uint32_t crc32(std::string_view data)
{
    static std::array<std::uint32_t, 256> const table = [] {
        std::array<std::uint32_t, 256> t{};
        for (std::uint32_t n = 0; n < 256; ++n) {
            std::uint32_t c = n;
            for (int k = 0; k < 8; ++k) {
                c = (c & 1U) != 0 ? 0xedb88320U ^ (c >> 1) : c >> 1;
            }
            t[n] = c;
        }
        return t;
    }();
    std::uint32_t c = 0xffffffffU;
    for (char const byte : data) {
        c = table[(c ^ static_cast<std::uint8_t>(byte)) & 0xffU] ^ (c >> 8);
    }
    return c ^ 0xffffffffU;
}

void chunk(std::string& png, std::string_view type, std::string_view content)
{
    big_endian(png, static_cast<std::uint32_t>(content.size()));
    std::string const body = std::string(type) + std::string(content);
    png += body;
    big_endian(png, crc32(body));
}

} // namespace

std::string zlib_compress(std::string_view data)
{
    constexpr int hash_bits = 15;
    constexpr std::size_t window = 32768;
    constexpr std::size_t longest = 258;
    constexpr int tries = 32; // candidates looked at per position

    std::string result = "\x78\x01";
    BitWriter out(result);
    out.bits(1, 1); // the last block
    out.bits(1, 2); // fixed Huffman code

    std::vector<std::int64_t> newest(std::size_t{1} << hash_bits, -1);
    std::vector<std::int64_t> older(window, -1); // the position before, with the same hash
    auto const byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<std::uint8_t>(data[i])); };
    auto const remember = [&](std::size_t i) {
        if (i + 2 < data.size()) {
            std::uint32_t const hash =
                ((byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2)) * 2654435761U) >> (32 - hash_bits);
            older[i % window] = newest[hash];
            newest[hash] = static_cast<std::int64_t>(i);
        }
    };

    for (std::size_t i = 0; i < data.size();) {
        std::size_t best_length = 0;
        std::size_t best_distance = 0;
        std::size_t const limit = std::min(longest, data.size() - i);
        remember(i);
        if (limit >= 3) {
            std::int64_t candidate = older[i % window];
            for (int k = 0; k < tries && candidate >= 0 && i - static_cast<std::size_t>(candidate) < window; ++k) {
                auto const from = static_cast<std::size_t>(candidate);
                std::size_t length = 0;
                while (length < limit && data[from + length] == data[i + length]) {
                    ++length;
                }
                if (length > best_length) {
                    best_length = length;
                    best_distance = i - from;
                }
                std::int64_t const next = older[from % window];
                candidate = next < candidate ? next : -1; // an overwritten entry would lead forward
            }
        }
        if (best_length >= 3) {
            write_match(out, static_cast<unsigned>(best_length), static_cast<unsigned>(best_distance));
            for (std::size_t k = 1; k < best_length; ++k) {
                remember(i + k);
            }
            i += best_length;
        } else {
            write_symbol(out, byte(i));
            ++i;
        }
    }
    write_symbol(out, 256);
    out.flush();
    big_endian(result, adler32(data));
    return result;
}

std::string encode_png(IndexedImage const& image)
{
    auto const width = static_cast<std::size_t>(image.width);
    auto const height = static_cast<std::size_t>(image.height);
    if (image.width <= 0 || image.height <= 0 || image.pixels.size() != width * height || image.palette.empty()
        || image.palette.size() > 256) {
        throw std::invalid_argument("an image needs a size, as many pixels as that, and 1 to 256 colours");
    }
    std::string png = "\x89PNG\r\n\x1a\n";
    std::string header;
    big_endian(header, static_cast<std::uint32_t>(image.width));
    big_endian(header, static_cast<std::uint32_t>(image.height));
    header += std::string("\x08\x03\0\0\0", 5); // 8 bits per pixel, palette, standard methods, not interlaced
    chunk(png, "IHDR", header);
    std::string palette;
    for (Colour const colour : image.palette) {
        palette += static_cast<char>(colour.red);
        palette += static_cast<char>(colour.green);
        palette += static_cast<char>(colour.blue);
    }
    chunk(png, "PLTE", palette);

    std::string rows;
    rows.reserve((width + 1) * height);
    for (std::size_t row = 0; row < height; ++row) {
        rows += '\2'; // filter "up": the difference to the row above
        for (std::size_t column = 0; column < width; ++column) {
            int const above = row == 0 ? 0 : image.pixels[(row - 1) * width + column];
            rows += static_cast<char>((image.pixels[row * width + column] - above) & 0xff);
        }
    }
    chunk(png, "IDAT", zlib_compress(rows));
    chunk(png, "IEND", "");
    return png;
}

std::string base64(std::string_view data)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result;
    result.reserve((data.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < data.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8 | (i + k < data.size() ? static_cast<std::uint8_t>(data[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            result += i + k <= data.size() ? digits[group >> (18 - 6 * k) & 63U] : '=';
        }
    }
    return result;
}

} // namespace zemi::plot
