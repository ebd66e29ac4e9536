// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_table.hpp"
#include "sweep/plan.hpp"
#include "sweep/read_distribution.hpp"
#include "sweep/setting_text.hpp"
#include "sweep/sobol.hpp"
#include "zemi/case_values.hpp"
#include "zemi/schema.hpp"
#include <zemi/core/config.hpp>
#include <zemi/core/error.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/core/values.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <limits>
#include <string_view>
#include <utility>

namespace zemi::app {
namespace {

constexpr std::size_t max_members = 1'000'000'000;
constexpr int most_warnings = 10; // about a table; more say nothing new
constexpr std::string_view sample_place = "vary.sample.parameters.";
constexpr std::string_view repeat_place = "vary.repeat.parameters.";

/// {uniform: [..]} of a file is replaced by {normal: [..]} of what inherits it, not merged with it.
bool is_distribution_place(std::string const& place)
{
    for (std::string_view const prefix : {sample_place, repeat_place}) {
        if (place.starts_with(prefix)) {
            std::string const key = place.substr(prefix.size());
            return !schema_path(key).empty() && numeric_form(key) != nullptr;
        }
    }
    return false;
}

bool is_distribution(ConfigNode const& node)
{
    return std::none_of(node.children.begin(), node.children.end(),
                        [](ConfigNode const& child) { return child.is_map(); });
}

bool is_from_command_line(ConfigNode const& node)
{
    return node.mark.source && node.mark.source->name == "--set";
}

/// Calls `action` for the paths of files in the value of the entry `key`.
template <class Action>
void for_each_file(ConfigNode& value, std::string const& key, Action const& action)
{
    for (ConfigNode& child : value.children) {
        for_each_file(child, value.is_map() ? key + '.' + child.key : key, action);
    }
    auto const forms = forms_at(schema_path(key));
    bool const is_file =
        std::any_of(forms.begin(), forms.end(), [](SchemaEntry const* form) { return form->form == Form::file; });
    if (is_file && value.is_scalar()) {
        action(value);
    }
}

/// Settings in a file name files relative to the folder of that file.
void resolve_files(ConfigNode& value, std::string const& key, std::filesystem::path const& folder)
{
    for_each_file(value, key, [&](ConfigNode& file) {
        if (!is_from_command_line(file)) {
            file.text = (folder / file.text).lexically_normal().string();
        }
    });
}

bool is_within(Bounds const& bounds, Real value)
{
    return !(bounds.min && (value < *bounds.min || (bounds.above_min && value == *bounds.min)))
        && !(bounds.max && value > *bounds.max);
}

/// Whether nothing can be said against a number, without asking the whole schema: tables can have millions of them.
/// If not, the check against the schema has the words for it.
bool is_usual_number(std::string const& text, SchemaEntry const& form)
{
    try {
        Real const value =
            form.form == Form::integer ? static_cast<Real>(parse_integer(text)) : parse_quantity(text, form.dimension);
        return is_within(form.range, value) && is_within(form.usual, value);
    } catch (ValueError const&) {
        return false;
    }
}

} // namespace

/// Turns the tree of a sweep file into a plan.
class SweepReader {
public:
    SweepReader(std::string const& path, std::vector<std::string> const& overrides, std::optional<std::uint64_t> seed)
    {
        std::optional<ConfigNode> loaded =
            load_config(path, overrides, is_distribution_place, {"case", "vary.list"}, m_diagnostics);
        if (!loaded) {
            throw ConfigError(m_diagnostics.sorted());
        }
        m_root = std::move(*loaded);
        m_folder = std::filesystem::path(path).parent_path();
        m_plan.path = path;
        m_plan.name = std::filesystem::path(path).stem().string();
        if (seed) {
            set_seed(*seed);
        }
    }

    SweepPlan read()
    {
        flatten();
        check_against_schema(m_root, m_diagnostics, "$sweep");
        set_default(m_root, "title", m_plan.name, "default: name of the file");
        read_case_tree();
        m_plan.title = text(m_root.find("title"));
        m_plan.seed = static_cast<std::uint64_t>(seed());
        read_settings();
        if (ConfigNode const* const vary = m_root.find("vary"); vary != nullptr && vary->is_map()) {
            read_vary(*vary);
        }
        read_keep();
        check_keys();
        m_diagnostics.throw_if_errors();
        check_size();
        m_diagnostics.throw_if_errors();
        write_resolved();
        for (Diagnostic const& warning : m_diagnostics.sorted()) {
            m_plan.m_warnings.push_back(format_diagnostic(warning));
        }
        return std::move(m_plan);
    }

private:
    using Table = SweepPlan::Table;
    using Drawn = SweepPlan::Drawn;

    void error(ConfigMark const& mark, std::string message, std::string suggestion = {})
    {
        m_diagnostics.error(mark, std::move(message), std::move(suggestion));
    }

    void set_seed(std::uint64_t seed)
    {
        if (seed > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            error({}, fmt::format("the seed {} is larger than 2^63 - 1", seed));
            return;
        }
        std::erase_if(m_root.children, [](ConfigNode const& child) { return child.key == "seed"; });
        set_default(m_root, "seed", fmt::format("{}", seed), "--seed");
    }

    std::int64_t seed() const
    {
        std::string const digits = text(m_root.find("seed"), "0");
        try {
            return parse_integer(digits);
        } catch (ValueError const&) {
            return 0; // the schema check has reported it
        }
    }

    void flatten()
    {
        auto const never = [](ConfigNode const&) { return false; };
        for (auto const* const place : {"set", "vary.grid", "vary.zip"}) {
            if (ConfigNode* const map = find_node(m_root, place); map != nullptr && map->is_map()) {
                flatten_settings(*map, place, never, m_diagnostics);
            }
        }
        for (auto const* const place : {"vary.sample.parameters", "vary.repeat.parameters"}) {
            if (ConfigNode* const map = find_node(m_root, place); map != nullptr && map->is_map()) {
                flatten_settings(*map, place, is_distribution, m_diagnostics);
            }
        }
    }

    /// The case, for the names of its classes. Without it only values that do not depend on them are checked.
    void read_case_tree()
    {
        ConfigNode const* const node = m_root.find("case");
        m_plan.case_path = text(node);
        if (m_plan.case_path.empty()) {
            return;
        }
        try {
            m_case = load_config(m_plan.case_path, {}, is_choice, file_keys(), m_diagnostics);
        } catch (IoError const& e) {
            error(node->mark, e.what());
        }
    }

    /// Checks a key; says whether values can be checked too.
    bool accept_key(std::string const& key, ConfigMark const& mark)
    {
        static ConfigNode const no_case;
        if (key.find('[') != std::string::npos) {
            error(mark, fmt::format("\"{}\" points into a list; only a list as a whole can be set", key));
            return false;
        }
        if (key == "inherits" || key == "schema_version") {
            error(mark, fmt::format("\"{}\" can only stand in a file", key));
            return false;
        }
        return check_setting_key(key, mark, m_case ? *m_case : no_case, m_diagnostics);
    }

    void accept_value(ConfigNode const& value, std::string const& key) { check_value(value, key, m_diagnostics); }

    void check_value(ConfigNode const& value, std::string const& key, Diagnostics& diagnostics) const
    {
        static ConfigNode const no_case;
        if (m_case || value.is_scalar()) {
            ConfigNode checked = value;
            checked.key.clear(); // messages point at the value
            checked.key_mark = {};
            check_setting_value(std::move(checked), key, m_case ? *m_case : no_case, diagnostics);
        }
    }

    /// A value that somebody's sampler wrote. If it is not possible, its member fails and the others do not.
    void expect_value(ConfigNode const& value, std::string const& key)
    {
        Diagnostics found;
        check_value(value, key, found);
        for (Diagnostic diagnostic : found.sorted()) {
            if (diagnostic.severity == Severity::error) {
                diagnostic.severity = Severity::warning;
                diagnostic.message += "; this member will fail";
            }
            if (m_num_warnings++ < most_warnings) {
                m_diagnostics.add(diagnostic);
            }
        }
    }

    void read_settings()
    {
        ConfigNode* const set = m_root.find("set");
        if (set == nullptr || !set->is_map()) {
            return;
        }
        for (ConfigNode& child : set->children) {
            if (!accept_key(child.key, child.place())) {
                continue;
            }
            if (m_case) { // values of `vary` are checked in the case that the settings make
                Diagnostics ignored;
                merge_config(*m_case, nested(child), is_choice, ignored);
            }
            if (child.kind != ConfigNode::Kind::null) {
                accept_value(child, child.key);
            }
            resolve_files(child, child.key, m_folder);
            m_plan.settings.push_back({child.key, setting_text(child)});
            m_keys.push_back({child.key, child.place(), "set"});
        }
    }

    /// {classes.car.length: 4 m} as {classes: {car: {length: 4 m}}}.
    static ConfigNode nested(ConfigNode value)
    {
        std::string key = value.key;
        for (;;) {
            auto const dot = key.rfind('.');
            value.key = dot == std::string::npos ? key : key.substr(dot + 1);
            ConfigNode parent;
            parent.kind = ConfigNode::Kind::map;
            parent.children.push_back(std::move(value));
            value = std::move(parent);
            if (dot == std::string::npos) {
                return value;
            }
            key.resize(dot);
        }
    }

    void read_vary(ConfigNode const& vary)
    {
        if (vary.children.empty()) {
            error(vary.place(), "vary is empty", "give grid, zip, list, sample or repeat");
        }
        read_tables("vary.grid", false);
        read_tables("vary.zip", true);
        read_list();
        read_sample();
        read_repeat();
    }

    /// A grid is one table for each key, a zip one for all.
    void read_tables(std::string const& place, bool together)
    {
        ConfigNode* const map = find_node(m_root, place);
        if (map == nullptr || !map->is_map()) {
            return;
        }
        Table zip;
        ConfigNode const* first = nullptr;
        for (ConfigNode& child : map->children) {
            if (!accept_key(child.key, child.place())) {
                continue;
            }
            m_keys.push_back({child.key, child.place(), place});
            std::vector<std::string> const values = read_values(child, together);
            if (values.empty()) {
                continue;
            }
            if (!together) {
                Table table{{child.key}, {}};
                for (std::string const& value : values) {
                    table.rows.push_back({value});
                }
                m_plan.m_tables.push_back(std::move(table));
                continue;
            }
            if (first == nullptr) {
                first = &child;
                zip.rows.resize(values.size());
            } else if (values.size() != zip.rows.size()) {
                error(child.place(),
                      fmt::format("{} has {} values, {} has {}: those of a zip are taken together", child.key,
                                  values.size(), first->key, zip.rows.size()),
                      "for every combination, use \"grid\"");
                continue;
            }
            zip.keys.push_back(child.key);
            for (std::size_t i = 0; i < values.size(); ++i) {
                zip.rows[i].push_back(values[i]);
            }
        }
        if (first != nullptr) {
            m_plan.m_tables.push_back(std::move(zip));
        }
    }

    std::vector<std::string> read_values(ConfigNode& node, bool may_repeat)
    {
        if (!node.is_list() || node.children.empty()) {
            std::string const what = node.is_list() ? "an empty list" : describe(node.kind);
            error(node.place(), fmt::format("{} is {}, expected: a list of its values", node.key, what),
                  node.is_scalar() ? fmt::format("write [{}] for one value", node.text) : "");
            return {};
        }
        std::vector<std::string> values;
        for (ConfigNode& item : node.children) {
            accept_value(item, node.key);
            resolve_files(item, node.key, m_folder);
            std::string const value = setting_text(item);
            if (!may_repeat && std::find(values.begin(), values.end(), value) != values.end()) {
                error(item.mark, fmt::format("{} is twice among the values of {}", value, node.key));
            }
            values.push_back(value);
        }
        return values;
    }

    void read_list()
    {
        ConfigNode const* const node = find_node(m_root, "vary.list");
        if (node == nullptr || !node->is_scalar() || node->text.empty()) {
            return;
        }
        auto const table = read_member_table(node->text, node->mark, m_diagnostics);
        if (!table) {
            return;
        }
        Table result;
        std::vector<bool> known;
        std::vector<SchemaEntry const*> numeric;
        for (MemberTable::Column const& column : table->columns) {
            known.push_back(accept_key(column.key, column.mark));
            numeric.push_back(numeric_form(column.key));
            result.keys.push_back(column.key);
            m_keys.push_back({column.key, column.mark, "vary.list"});
        }
        auto const folder = std::filesystem::path(node->text).parent_path();
        int const enough = m_diagnostics.num_errors() + 10; // more errors say nothing new
        for (auto const& row : table->rows) {
            std::vector<std::string> values;
            for (std::size_t i = 0; i < row.size() && m_diagnostics.num_errors() < enough; ++i) {
                if (known[i]) {
                    values.push_back(read_field(row[i], table->columns[i], numeric[i], folder));
                }
            }
            result.rows.push_back(std::move(values));
        }
        m_plan.m_tables.push_back(std::move(result));
    }

    std::string read_field(MemberTable::Field const& field, MemberTable::Column const& column,
                           SchemaEntry const* numeric, std::filesystem::path const& folder)
    {
        try {
            ConfigNode value = parse_field(field, column);
            if (numeric != nullptr && value.is_scalar() && !value.is_quoted && is_usual_number(value.text, *numeric)) {
                return value.text;
            }
            expect_value(value, column.key);
            resolve_files(value, column.key, folder);
            return setting_text(value);
        } catch (ValueError const& e) {
            error(field.mark, fmt::format("{}: {}", column.key, e.what()), e.suggestion());
            return {};
        }
    }

    std::vector<Drawn> read_drawn(std::string const& place)
    {
        static ConfigNode const no_case;
        ConfigNode const* const map = find_node(m_root, place);
        std::vector<Drawn> result;
        if (map == nullptr || !map->is_map()) {
            return result;
        }
        for (ConfigNode const& child : map->children) {
            if (!accept_key(child.key, child.place())) {
                continue;
            }
            m_keys.push_back({child.key, child.place(), place});
            if (!child.is_map()) {
                continue;
            }
            auto const distribution = read_distribution(child, child.key, m_case ? *m_case : no_case, m_diagnostics);
            if (distribution) {
                result.push_back({child.key, *distribution, numeric_form(child.key)->dimension});
            }
        }
        return result;
    }

    /// A count that the schema accepts, or nothing.
    std::optional<std::size_t> read_count(std::string const& place) const
    {
        auto const count = integer(find_node(m_root, place));
        return count && *count > 0 ? std::optional(static_cast<std::size_t>(*count)) : std::nullopt;
    }

    void read_sample()
    {
        m_plan.m_sampled = read_drawn("vary.sample.parameters");
        ConfigNode const* const node = find_node(m_root, "vary.sample.count");
        auto const count = read_count("vary.sample.count");
        std::string const name = text(find_node(m_root, "vary.sample.method"));
        if (!count) {
            return;
        }
        SampleMethod const method = name == "sobol"           ? SampleMethod::sobol
                                  : name == "latin_hypercube" ? SampleMethod::latin_hypercube
                                                              : SampleMethod::random;
        std::size_t const num_parameters = m_plan.m_sampled.size();
        if (method == SampleMethod::sobol && !is_power_of_two(*count)) {
            error(node->mark,
                  fmt::format("{} points of a Sobol sequence are not balanced, only powers of two are", *count),
                  fmt::format("write {} or {}", std::bit_floor(*count), std::bit_ceil(*count)));
        }
        if (method == SampleMethod::sobol && num_parameters > max_sobol_dimensions) {
            error(find_node(m_root, "vary.sample.parameters")->place(),
                  fmt::format("{} parameters, but Sobol sequences here have at most {}", num_parameters,
                              max_sobol_dimensions),
                  "use method: latin_hypercube");
        }
        if (method == SampleMethod::latin_hypercube && *count > max_latin_count) {
            error(node->mark, fmt::format("{} points, but a Latin hypercube has at most {}", *count, max_latin_count),
                  "use method: random or sobol");
        }
        if (!m_diagnostics.has_errors() && num_parameters > 0) {
            m_plan.m_sampler.emplace(method, *count, static_cast<int>(num_parameters), m_plan.seed);
        }
    }

    void read_repeat()
    {
        m_plan.m_repeated = read_drawn("vary.repeat.parameters");
        m_plan.m_num_repetitions = read_count("vary.repeat.count").value_or(1);
    }

    void read_keep()
    {
        ConfigNode const* const keep = m_root.find("keep");
        std::string const fields = text(entry(keep, "fields"));
        m_plan.keep.fields = fields == "all"   ? KeepFields::all
                           : fields == "final" ? KeepFields::final_state
                                               : KeepFields::none;
        if (auto const speed = quantity(entry(keep, "queue_speed"), dimension::speed)) {
            m_plan.keep.queue_speed = *speed;
        }
        if (ConfigNode const* const metrics = entry(keep, "metrics"); metrics != nullptr && metrics->is_list()) {
            for (ConfigNode const& metric : metrics->children) {
                m_plan.keep.metrics.push_back(text(&metric));
            }
        }
    }

    /// No two values for one entry.
    void check_keys()
    {
        for (std::size_t i = 0; i < m_keys.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                Key const& later = m_keys[i];
                Key const& earlier = m_keys[j];
                bool const both_set = later.place == "set" && earlier.place == "set";
                if (later.name == earlier.name) {
                    error(later.mark,
                          earlier.place == later.place
                              ? fmt::format("{} is twice in {}", later.name, later.place)
                              : fmt::format("{} is in {} and in {}", later.name, earlier.place, later.place));
                } else if (!both_set
                           && (later.name.starts_with(earlier.name + '.')
                               || earlier.name.starts_with(later.name + '.'))) {
                    bool const later_is_part = later.name.size() > earlier.name.size();
                    error(later.mark, fmt::format("{} is part of {}, and both are given values",
                                                  later_is_part ? later.name : earlier.name,
                                                  later_is_part ? earlier.name : later.name));
                }
            }
            if (m_keys[i].place != "set") {
                m_plan.m_parameters.push_back(m_keys[i].name);
            }
        }
    }

    void check_size()
    {
        long double size = static_cast<long double>(m_plan.m_num_repetitions);
        size *= m_plan.m_sampler ? static_cast<long double>(m_plan.m_sampler->size()) : 1;
        for (Table const& table : m_plan.m_tables) {
            size *= static_cast<long double>(table.rows.size());
        }
        if (size > static_cast<long double>(max_members)) {
            error(m_root.find("vary")->place(),
                  fmt::format("these are {:.3g} members, at most 10^9 are possible", size));
        }
    }

    /// With full paths, to be read again from anywhere.
    void write_resolved()
    {
        auto const absolute = [](ConfigNode& node) {
            node.text = std::filesystem::absolute(node.text).lexically_normal().string();
        };
        auto const annotate = [](auto const& self, ConfigNode& node) -> void {
            for (ConfigNode& child : node.children) {
                child.note = origin(child);
                self(self, child);
            }
        };
        annotate(annotate, m_root);
        absolute(*m_root.find("case"));
        if (ConfigNode* const list = find_node(m_root, "vary.list")) {
            absolute(*list);
        }
        for (auto const* const place : {"set", "vary.grid", "vary.zip"}) {
            ConfigNode* const map = find_node(m_root, place);
            for (std::size_t i = 0; map != nullptr && i < map->children.size(); ++i) {
                for_each_file(map->children[i], map->children[i].key, absolute);
            }
        }
        m_plan.m_resolved = write_config(m_root, [](ConfigNode const& node) { return node.note; });
    }

    struct Key {
        std::string name;
        ConfigMark mark;
        std::string place; ///< "vary.grid"
    };

    Diagnostics m_diagnostics;
    ConfigNode m_root;
    std::optional<ConfigNode> m_case;
    std::filesystem::path m_folder; ///< of the sweep file
    std::vector<Key> m_keys;
    int m_num_warnings = 0; ///< about values of a table
    SweepPlan m_plan;
};

SweepPlan read_sweep(std::string const& path, std::vector<std::string> const& overrides,
                     std::optional<std::uint64_t> seed)
{
    return SweepReader(path, overrides, seed).read();
}

} // namespace zemi::app
