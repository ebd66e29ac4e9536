// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace zemi::test {

/// True in the sanitizer build, which is ten times as slow and looks for other things than rare states.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool under_sanitizers = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool under_sanitizers = true;
#else
inline constexpr bool under_sanitizers = false;
#endif
#else
inline constexpr bool under_sanitizers = false;
#endif

/// How many random samples a test takes: a twentieth under the sanitizers.
[[nodiscard]] constexpr int num_samples(int all)
{
    return under_sanitizers ? all / 20 : all;
}

} // namespace zemi::test
