// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/case_values.hpp"

#include <zemi/core/error.hpp>
#include <zemi/core/values.hpp>

#include <utility>

namespace zemi::app {
namespace {

template <class F>
auto value_or_nothing(ConfigNode const* node, F const& parse) -> std::optional<decltype(parse(node->text))>
{
    if (node == nullptr || !node->is_scalar()) {
        return std::nullopt;
    }
    try {
        return parse(node->text);
    } catch (ValueError const&) {
        return std::nullopt;
    }
}

} // namespace

ConfigNode const* find_node(ConfigNode const& root, std::string const& place)
{
    ConfigNode const* node = &root;
    for (std::size_t begin = 0; begin < place.size() && node != nullptr;) {
        std::size_t const end = std::min(place.find('.', begin), place.size());
        node = node->find(place.substr(begin, end - begin));
        begin = end + 1;
    }
    return node;
}

ConfigNode* find_node(ConfigNode& root, std::string const& place)
{
    return const_cast<ConfigNode*>(find_node(std::as_const(root), place));
}

std::optional<Real> quantity(ConfigNode const* node, Dimension dimension)
{
    return value_or_nothing(node, [&](std::string const& t) { return parse_quantity(t, dimension); });
}

std::optional<Real> number(ConfigNode const* node)
{
    return value_or_nothing(node, [](std::string const& t) { return parse_number(t); });
}

std::optional<int> integer(ConfigNode const* node)
{
    return value_or_nothing(node, [](std::string const& t) { return static_cast<int>(parse_integer(t)); });
}

bool boolean(ConfigNode const* node, bool otherwise)
{
    return value_or_nothing(node, [](std::string const& t) { return parse_boolean(t); }).value_or(otherwise);
}

std::string text(ConfigNode const* node, std::string const& otherwise)
{
    return node != nullptr && node->is_scalar() ? node->text : otherwise;
}

ConfigNode const* entry(ConfigNode const* node, std::string const& name)
{
    return node == nullptr ? nullptr : node->find(name);
}

void set_default(ConfigNode& map, std::string const& key, std::string const& value, std::string const& note)
{
    if (ConfigNode* const old = map.find(key)) {
        if (!old->mark.source && old->note == note) { // set here before, perhaps from other values
            old->text = value;
        }
        return;
    }
    ConfigNode node;
    node.kind = ConfigNode::Kind::scalar;
    node.key = key;
    node.text = value;
    node.note = note;
    map.children.push_back(std::move(node));
}

} // namespace zemi::app
