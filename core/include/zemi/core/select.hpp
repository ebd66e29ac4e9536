// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace zemi {

/// A list of types with a static member `name` each: the alternatives that a user can choose from. The same list feeds
/// the case-file reader, the error messages and the kernels, so that no name is accepted that nothing implements.
template <class... Ts>
struct TypeList {
    static constexpr int size = static_cast<int>(sizeof...(Ts));
};

/// The names in the list, in order.
template <class... Ts>
[[nodiscard]] std::vector<std::string> names_of(TypeList<Ts...>)
{
    return {std::string(Ts::name)...};
}

/// "a, b, c"
[[nodiscard]] inline std::string join_names(std::vector<std::string> const& names)
{
    std::string text;
    for (auto const& name : names) {
        text += text.empty() ? name : ", " + name;
    }
    return text;
}

/// Calls f.template operator()<T>() for the T of the list with T::name == key, and returns its result. This is where a
/// run-time name becomes a type. Throws std::invalid_argument that lists the known names; `what` says what is chosen.
template <class F, class First, class... Rest>
auto select(std::string_view what, std::string_view key, TypeList<First, Rest...> list, F&& f)
{
    using Result = decltype(f.template operator()<First>());
    if constexpr (std::is_void_v<Result>) {
        bool found = false;
        ((key == First::name ? (f.template operator()<First>(), found = true) : false) || ...
         || (key == Rest::name ? (f.template operator()<Rest>(), found = true) : false));
        if (found) {
            return;
        }
    } else {
        Result result{};
        bool found = (key == First::name) ? (result = f.template operator()<First>(), true) : false;
        ((found = found || (key == Rest::name ? (result = f.template operator()<Rest>(), true) : false)), ...);
        if (found) {
            return result;
        }
    }
    throw std::invalid_argument("unknown " + std::string(what) + " \"" + std::string(key)
                                + "\"; known: " + join_names(names_of(list)));
}

} // namespace zemi
