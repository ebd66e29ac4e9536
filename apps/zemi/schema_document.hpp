// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

/// The schema for people and for editors. All of it is made from the table.
namespace zemi::app {

/// JSON Schema 2020-12 of case files. If `complete`, entries that every case needs are required; otherwise they may be
/// missing, and null is allowed, as in a file that inherits another one.
[[nodiscard]] std::string json_schema(bool complete);

/// The page docs/case-file.md.
[[nodiscard]] std::string markdown_schema();

/// What `zemi explain KEY` prints. The key is a path ("time.end", "classes.car.length") or its end ("relaxation_time").
/// Throws std::invalid_argument with the nearest key if there is none.
[[nodiscard]] std::string explain_key(std::string const& key);

/// A commented case to start from; complete, so that it can be run as it is.
[[nodiscard]] std::string starter_case();

/// A path as people read it: "a traffic state, <class>.density" for a definition.
[[nodiscard]] std::string readable_path(std::string const& path);

} // namespace zemi::app
