// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <memory>

namespace zemi::bench {

/// What the memory of this machine gives, measured in the same run as everything else.
class MemoryCeilings {
public:
    /// Two arrays of `num_values` doubles where kernels run.
    explicit MemoryCeilings(std::size_t num_values);
    ~MemoryCeilings();
    MemoryCeilings(MemoryCeilings const&) = delete;
    MemoryCeilings& operator=(MemoryCeilings const&) = delete;

    /// Seconds per byte read or written, of a copy from one array to the other.
    [[nodiscard]] double copy();
    /// The same for an array that is scaled in place.
    [[nodiscard]] double scale_in_place();

private:
    struct Arrays;
    std::unique_ptr<Arrays> m_arrays;
};

} // namespace zemi::bench
