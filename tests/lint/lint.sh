#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 the zemi authors
# SPDX-License-Identifier: BSD-3-Clause
#
# usage: lint.sh SOURCE_DIR RULE. Prints each violation as file:line and fails if there is one.
set -euo pipefail
cd "$1"
rule=$2

layers=(core physics numerics)
# Source files of the given folders (those that exist).
sources() {
    local folders=() folder
    for folder in "$@"; do [ -d "$folder" ] && folders+=("$folder"); done
    [ ${#folders[@]} -eq 0 ] || find "${folders[@]}" -type f \( -name '*.hpp' -o -name '*.cpp' \) | sort
}
# Lines of the files on standard input that match $1, comments left out.
search() { xargs -r grep -HnP -- "$1" | grep -vP '^[^:]*:[0-9]+:\s*(//|\*|/\*)' || true; }

file_length() { # a longer file holds more than one thing
    sources "${layers[@]}" apps tests | xargs -r wc -l | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines, at most 600" }'
}
no_class_lambda() { # captures a whole object, Views and host pointers included; kernels are named functors
    sources "${layers[@]}" apps tests | search 'KOKKOS_CLASS''_LAMBDA'
}
layers_do_not_print_or_exit() { # a library throws or returns a report; the program decides what is printed
    sources "${layers[@]}" | search '\b(std::)?(exit|_Exit|quick_exit|abort|terminate)\s*\(|#include\s*<iostream>|\bstd::(cout|cerr|clog)\b|\b(std::)?printf\s*\('
}
include_direction() { # core <- physics <- numerics <- apps; no YAML in numerics
    sources core | search '#include\s*[<"]zemi/(physics|numerics|apps)/'
    sources physics | search '#include\s*[<"](zemi/(numerics|apps)/|yaml-cpp)'
    sources numerics | search '#include\s*[<"](zemi/apps/|yaml-cpp|netcdf)'
}
headers_have_pragma_once() {
    sources "${layers[@]}" apps tests | grep '\.hpp$' | xargs -r grep -L '^#pragma once' || true
}
licence() { # REUSE: two lines at the head of each source file
    { sources "${layers[@]}" apps tests
      find CMakeLists.txt cmake "${layers[@]}" apps tests \( -name CMakeLists.txt -o -name '*.cmake' -o -name '*.sh' -o -name '*.py' \); } \
        | while read -r file; do head -n 5 "$file" | grep -q 'SPDX-License-Identifier: BSD-3-Clause' || echo "$file: no SPDX lines"; done
}
no_unfinished_marks() {
    sources "${layers[@]}" apps tests | xargs -r grep -HnE '\b(TO''DO|FIX''ME|XX''X|HA''CK)\b' || true
}
kernels_have_labels() { # profilers show the label; launches inside a team have none
    sources "${layers[@]}" apps | xargs -r perl -0777 -ne '
        s{//[^\n]*}{}g;
        while (/Kokkos::parallel_(?:for|reduce|scan)\(\s*([^\s,]*)/g) {
            my $first = $1;
            next if $first =~ /^"|label|name|^(Kokkos::)?(Team|Thread)\w*Range/;
            my $line = 1 + (substr($_, 0, $-[0]) =~ tr/\n//);
            print "$ARGV:$line: launch without a label: $first\n";
        }'
}
every_file_is_built() { # a file that no CMakeLists.txt names compiles nowhere, and its tests never run
    local file folder name
    sources "${layers[@]}" apps tests | grep -v '^tests/install/' | while read -r file; do
        folder=$(dirname "$file")
        while [ ! -e "$folder/CMakeLists.txt" ]; do folder=$(dirname "$folder"); done
        name=${file#"$folder"/}
        grep -qE "(^|[[:space:]\"/])${name//./\\.}([[:space:]\")]|$)" "$folder/CMakeLists.txt" && continue
        # Headers beside sources need no entry: what includes them is built.
        case $name in include/*.hpp | *.cpp) echo "$file: not named in $folder/CMakeLists.txt" ;; esac
    done
}
readme_example_compiles() { # the example of the README is the consumer that the install test builds and runs
    diff <(awk '/^```cpp$/ { on = 1; next } /^```$/ { on = 0 } on' README.md) <(tail -n +3 tests/install/consumer/main.cpp) \
        > /dev/null || echo "README.md: the C++ example differs from tests/install/consumer/main.cpp"
}

found=$("$rule")
if [ -n "$found" ]; then
    printf '%s\n' "$found"
    exit 1
fi
