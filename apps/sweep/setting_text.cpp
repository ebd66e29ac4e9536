// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/setting_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace zemi::app {
namespace {

std::string scalar_text(ConfigNode const& node, bool inside)
{
    bool const needs_quotes = node.is_quoted || (inside && node.text.find_first_of(",[]{}:#\"'") != std::string::npos);
    return needs_quotes ? quoted_text(node.text) : node.text;
}

std::string node_text(ConfigNode const& node, bool inside)
{
    std::string text;
    switch (node.kind) {
    case ConfigNode::Kind::null:
        return "null";
    case ConfigNode::Kind::scalar:
        return scalar_text(node, inside);
    case ConfigNode::Kind::list:
        for (ConfigNode const& child : node.children) {
            text += (text.empty() ? "" : ", ") + node_text(child, true);
        }
        return '[' + text + ']';
    case ConfigNode::Kind::map:
        for (ConfigNode const& child : node.children) {
            text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", child.key, node_text(child, true));
        }
        break;
    }
    return '{' + text + '}';
}

void collect(ConfigNode& map, std::string const& prefix, std::function<bool(ConfigNode const&)> const& is_value,
             std::vector<ConfigNode>& found)
{
    for (ConfigNode& child : map.children) {
        child.key = prefix + child.key;
        if (child.is_map() && !child.children.empty() && !is_value(child)) {
            std::string const next = child.key + '.';
            collect(child, next, is_value, found);
        } else {
            found.push_back(std::move(child));
        }
    }
}

} // namespace

std::string setting_text(ConfigNode const& node)
{
    return node_text(node, false);
}

void flatten_settings(ConfigNode& map, std::string const& place, std::function<bool(ConfigNode const&)> const& is_value,
                      Diagnostics& diagnostics)
{
    std::vector<ConfigNode> found;
    collect(map, "", is_value, found);
    map.children.clear();
    for (ConfigNode& child : found) {
        ConfigNode* const earlier = map.find(child.key);
        if (earlier == nullptr) {
            map.children.push_back(std::move(child));
        } else if (child.key_mark.source && child.key_mark.source->name == "--set") {
            *earlier = std::move(child);
        } else {
            diagnostics.error(child.place(), fmt::format("{} is twice in {}", child.key, place));
        }
    }
}

} // namespace zemi::app
