// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

/// What the verification tests measure, as rows of a file with one JSON object per line, from which
/// docs/verification.md is made. Rows are written if the environment variable ZEMI_VERIFICATION_RECORD names the file,
/// in the order in which the tests run, to the end of it.
namespace zemi::test {

/// A number in a table, with the figure it is compared with and the bounds that the test checks.
struct Measurement {
    std::string table;   ///< "smooth": where on the page it belongs
    std::string problem; ///< "S2 simple wave (one class)"
    std::string method;  ///< "first order, HLL-W": with `problem`, the row of the table
    std::string column;  ///< "N=50", "order"
    int num_cells = 0;   ///< an error on so many cells, to be drawn over them; 0: anything else
    double value = 0;
    std::string figure;  ///< of an independent program, as printed; empty: none
    double low = 0;      ///< of what the test lets pass
    double high = 0;
};

/// A curve over the road or a cloud of points, for pictures.
struct Profile {
    std::string picture; ///< "isolated_contact": drawn together with all others of that name
    std::string method;  ///< "exact" or the name of the method: its name in the legend
    std::string quantity; ///< "density [veh/km]": one panel for each
    std::vector<double> x; ///< [m]
    std::vector<double> y;
};

/// A line of text.
struct Remark {
    std::string text;
};

void record(Measurement const& row);
void record(Profile const& row);
void record(Remark const& row);

/// Prints a line, formatted as by std::printf, and records it. The text ends with a newline.
[[gnu::format(printf, 1, 2)]] void remark(char const* format, ...);

/// All rows of a file, each kind in the order of the file.
struct Record {
    std::vector<Measurement> measurements;
    std::vector<Profile> profiles;
    std::vector<Remark> remarks;
};

/// Throws std::runtime_error that names the file, and the line where there is a mistake.
[[nodiscard]] Record read_record(std::string const& path);

} // namespace zemi::test
