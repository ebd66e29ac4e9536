// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/read_distribution.hpp"

#include <zemi/core/error.hpp>
#include <zemi/core/values.hpp>

#include <fmt/format.h>

#include <tuple>
#include <utility>

namespace zemi::app {
namespace {

class DistributionReader {
public:
    DistributionReader(std::string const& key, SchemaEntry const& entry, ConfigNode const& root,
                       Diagnostics& diagnostics)
        : m_key(key),
          m_entry(entry),
          m_root(root),
          m_diagnostics(diagnostics)
    {
    }

    std::optional<Distribution> read(ConfigNode const& node)
    {
        if (!is_one_distribution(node)) {
            return std::nullopt;
        }
        int const num_errors = m_diagnostics.num_errors();
        Distribution result;
        result.whole = m_entry.form == Form::integer;
        for (ConfigNode const& child : node.children) {
            if (child.key == "between") {
                result.between = read_pair(child, true, true);
                continue;
            }
            result.kind = child.key == "uniform"     ? Distribution::Kind::uniform
                        : child.key == "log_uniform" ? Distribution::Kind::log_uniform
                                                     : Distribution::Kind::normal;
            bool const has_ends = result.kind != Distribution::Kind::normal;
            if (auto const pair = read_pair(child, has_ends, has_ends)) {
                std::tie(result.first, result.second) = *pair;
            }
        }
        if (m_diagnostics.num_errors() == num_errors) {
            check(node, result);
        }
        return m_diagnostics.num_errors() == num_errors ? std::optional(result) : std::nullopt;
    }

private:
    /// Whether exactly one kind is given and nothing unknown. If not, the check against the schema has said so.
    static bool is_one_distribution(ConfigNode const& node)
    {
        int num_kinds = 0;
        for (ConfigNode const& child : node.children) {
            bool const is_kind = child.key == "uniform" || child.key == "log_uniform" || child.key == "normal";
            num_kinds += is_kind ? 1 : 0;
            if (!is_kind && child.key != "between") {
                return false;
            }
        }
        return num_kinds == 1;
    }

    /// Two values; `in_order`: the first below the second. `second_is_value`: the second is a value of the entry too.
    std::optional<std::pair<Real, Real>> read_pair(ConfigNode const& node, bool in_order, bool second_is_value)
    {
        if (!node.is_list() || node.children.size() != 2) {
            std::string const what =
                node.is_list() ? fmt::format("a list of {}", node.children.size()) : describe(node.kind);
            m_diagnostics.error(node.place(),
                                fmt::format("{} of {} is {}, expected: a list of two values", node.key, m_key, what),
                                fmt::format("for example {}: {}", node.key,
                                            node.key == "normal" ? "[mean, standard deviation]" : "[lowest, highest]"));
            return std::nullopt;
        }
        auto const first = read_value(node.children[0], true);
        auto const second = read_value(node.children[1], second_is_value);
        if (!first || !second) {
            return std::nullopt;
        }
        if (in_order && !(*first < *second)) {
            m_diagnostics.error(node.children[0].mark,
                                fmt::format("{} of {}: {} is not below {}", node.key, m_key, node.children[0].text,
                                            node.children[1].text),
                                *first > *second ? fmt::format("write {}: [{}, {}]", node.key, node.children[1].text,
                                                               node.children[0].text)
                                                 : "to keep it fixed, put it under \"set\"");
            return std::nullopt;
        }
        return std::pair(*first, *second);
    }

    std::optional<Real> read_value(ConfigNode const& node, bool is_value)
    {
        if (!node.is_scalar()) {
            m_diagnostics.error(node.place(),
                                fmt::format("{} is {}, expected: {}", m_key, describe(node.kind), describe_number()));
            return std::nullopt;
        }
        int const num_errors = m_diagnostics.num_errors();
        Real value = 0;
        try {
            value = m_entry.form == Form::integer && is_value ? static_cast<Real>(parse_integer(node.text))
                                                              : parse_quantity(node.text, m_entry.dimension);
        } catch (ValueError const& e) {
            m_diagnostics.error(node.mark, fmt::format("{}: {}", m_key, e.what()), e.suggestion());
            return std::nullopt;
        }
        if (is_value) {
            check_setting_value(node, m_key, m_root, m_diagnostics);
        }
        return m_diagnostics.num_errors() == num_errors ? std::optional(value) : std::nullopt;
    }

    std::string describe_number() const
    {
        return m_entry.form == Form::integer ? "a whole number" : zemi::describe(m_entry.dimension);
    }

    void check(ConfigNode const& node, Distribution const& d)
    {
        auto const part = [&node](char const* name) -> ConfigNode const& { return *node.find(name); };
        if (d.kind == Distribution::Kind::log_uniform && d.first <= 0) {
            ConfigNode const& end = part("log_uniform").children[0];
            m_diagnostics.error(end.mark, fmt::format("log_uniform of {}: {} is not above zero", m_key, end.text));
        }
        if (d.kind != Distribution::Kind::normal) {
            if (d.between) {
                m_diagnostics.error(part("between").place(), fmt::format("between of {}: only a normal distribution is "
                                                                         "cut off; the others have ends",
                                                                         m_key));
            }
            return;
        }
        ConfigNode const& normal = part("normal");
        if (d.second <= 0) {
            m_diagnostics.error(normal.children[1].mark,
                                fmt::format("normal of {}: the standard deviation {} is not above zero", m_key,
                                            normal.children[1].text));
            return;
        }
        if (d.between) {
            constexpr Real least = 1e-6;
            Real const high = normal_probability((d.between->second - d.first) / d.second);
            Real const low = normal_probability((d.between->first - d.first) / d.second);
            if (high - low < least) {
                m_diagnostics.error(
                    part("between").place(),
                    fmt::format("between of {}: less than a millionth of the distribution is there", m_key));
            }
            return;
        }
        constexpr Real reach = 5; // beyond it are 6 of 10 million values
        for (Real const sign : {Real(-1), Real(1)}) {
            Real const value = d.first + sign * reach * d.second;
            bool const is_below = m_entry.range.min && value < *m_entry.range.min;
            bool const is_above = m_entry.range.max && value > *m_entry.range.max;
            if (is_below || is_above) {
                m_diagnostics.error(normal.place(),
                                    fmt::format("normal of {} reaches {}, but it has to be {}", m_key,
                                                format_quantity(value, m_entry.dimension),
                                                zemi::app::describe(m_entry.range, m_entry.dimension)),
                                    "cut it off with between: [lowest, highest]");
            }
        }
    }

    std::string const& m_key;
    SchemaEntry const& m_entry;
    ConfigNode const& m_root;
    Diagnostics& m_diagnostics;
};

} // namespace

SchemaEntry const* numeric_form(std::string const& key)
{
    for (SchemaEntry const* const form : forms_at(schema_path(key))) {
        if (form->form == Form::quantity || form->form == Form::number || form->form == Form::integer) {
            return form;
        }
    }
    return nullptr;
}

std::optional<Distribution> read_distribution(ConfigNode const& node, std::string const& key, ConfigNode const& root,
                                              Diagnostics& diagnostics)
{
    SchemaEntry const* const entry = numeric_form(key);
    if (entry == nullptr) {
        auto const forms = forms_at(schema_path(key));
        diagnostics.error(node.place(),
                          fmt::format("{} is {}: only numbers can be drawn", key, describe_form(*forms.front())),
                          "list its values under \"grid\" or \"zip\"");
        return std::nullopt;
    }
    return DistributionReader(key, *entry, root, diagnostics).read(node);
}

} // namespace zemi::app
