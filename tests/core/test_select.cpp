// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/select.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace {

struct Apple {
    static constexpr std::string_view name = "apple";
    static constexpr int value = 1;
};
struct Pear {
    static constexpr std::string_view name = "pear";
    static constexpr int value = 2;
};
using Fruits = zemi::TypeList<Apple, Pear>;

struct ValueOf {
    template <class T>
    int operator()() const
    {
        return T::value;
    }
};

TEST(Select, CallsWithTheTypeOfThatName)
{
    EXPECT_EQ(zemi::select("fruit", "apple", Fruits{}, ValueOf{}), 1);
    EXPECT_EQ(zemi::select("fruit", "pear", Fruits{}, ValueOf{}), 2);
    int seen = 0;
    zemi::select("fruit", "pear", Fruits{}, [&]<class T>() { seen = T::value; });
    EXPECT_EQ(seen, 2);
}

TEST(Select, UnknownNameListsTheKnownOnes)
{
    try {
        zemi::select("fruit", "plum", Fruits{}, ValueOf{});
        FAIL() << "accepted an unknown name";
    } catch (std::invalid_argument const& error) {
        EXPECT_EQ(std::string(error.what()), "unknown fruit \"plum\"; known: apple, pear");
    }
}

TEST(Select, NamesComeInTheOrderOfTheList)
{
    EXPECT_EQ(zemi::names_of(Fruits{}), (std::vector<std::string>{"apple", "pear"}));
    EXPECT_EQ(Fruits::size, 2);
}

} // namespace
