// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

namespace zemi::app {

/// What became of one key of the predecessor's files.
struct ImportNote {
    enum class Fate {
        used,    ///< it is in the case
        changed, ///< it is in the case, but means something else than the predecessor made of it
        ignored, ///< the predecessor reads it nowhere
        dropped, ///< the predecessor uses it, zemi has no need of it
    };
    std::string key;   ///< "pressure.K_m_kmh"
    std::string value; ///< as written
    Fate fate = Fate::used;
    std::string remark;
};

struct ImportOptions {
    std::string part;  ///< the scenario is this entry of the file; empty: the whole file
    int num_cells = 0; ///< for scenarios that leave the number of cells open; 0: as in the file
    /// The road as the predecessor computed it (category 1 wherever it ignores what the file says), not as written.
    bool as_computed = false;
};

/// A scenario of the predecessor as a case.
struct ImportedCase {
    std::string yaml; ///< the case, with the notes as comments
    std::vector<ImportNote> notes; ///< for every key of both files
};

/// Turns a scenario of the predecessor and its base configuration into a case of the equation multiclass_arz. Values
/// are taken as meant: where the predecessor confuses units or ignores a key, the case says what the file says and a
/// note what the predecessor did instead. Throws ConfigError for files that are no scenario, IoError if one cannot be
/// read.
[[nodiscard]] ImportedCase import_predecessor(std::string const& base_path, std::string const& scenario_path,
                                              ImportOptions const& options = {});

/// The notes as a table, one line per key.
[[nodiscard]] std::string format_notes(std::vector<ImportNote> const& notes);

} // namespace zemi::app
