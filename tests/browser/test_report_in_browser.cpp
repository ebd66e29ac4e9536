// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/png.hpp"
#include "temporary_folder.hpp"
#include <zemi/core/build_info.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;
using zemi::test_support::read_text_file;
using zemi::test_support::TemporaryFolder;

/// Puts what was measured where the test finds it; from a frame by way of the page around it.
constexpr char const* reporting = R"html(<script>
const write = text => {
  const place = document.createElement('pre');
  place.id = 'measured';
  place.textContent = text;
  document.body.append(place);
};
const report = measured => {
  const text = JSON.stringify(measured);
  if (parent === window) write(text); else parent.postMessage(text, '*');
};
addEventListener('message', event => write(event.data));
</script>)html";

/// What the page looks like, measured by the browser once everything is there.
constexpr char const* measuring = R"html(<script>
addEventListener('load', () => {
  const light = colour => { // relative luminance, WCAG 2
    const c = colour.match(/[\d.]+/g).slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
  };
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const ground = getComputedStyle(document.body).backgroundColor;
  const svgs = [...document.querySelectorAll('svg')];
  const measured = {
    width: innerWidth,
    ground: ground,
    overflow: document.documentElement.scrollWidth - innerWidth,
    svgs: svgs.map(s => s.getBoundingClientRect()).map(b => [b.width, b.height]),
    images: [...document.querySelectorAll('img')].map(i => i.complete && i.naturalWidth > 0),
    rasters: [...document.querySelectorAll('svg image')].map(i => i.getBoundingClientRect().width),
    requests: performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith('data:')),
    smallest_text: Infinity, lowest_contrast: Infinity, overlaps: [], outside: []
  };
  for (const text of document.querySelectorAll('h1, h2, p, td, th, dt, dd, a, caption, footer'))
    measured.lowest_contrast = Math.min(measured.lowest_contrast, contrast(getComputedStyle(text).color, ground));
  for (const svg of svgs) {
    const outer = svg.getBoundingClientRect();
    const scale = outer.width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll('text')].map(t => [t, t.getBoundingClientRect()]);
    for (const [text, box] of texts) {
      measured.smallest_text = Math.min(measured.smallest_text, scale * parseFloat(text.getAttribute('font-size')));
      measured.lowest_contrast = Math.min(measured.lowest_contrast, contrast(getComputedStyle(text).fill, ground));
      if (box.left < outer.left - 1 || box.right > outer.right + 1 || box.top < outer.top - 1
          || box.bottom > outer.bottom + 1) measured.outside.push(text.textContent);
    }
    for (let i = 0; i < texts.length; ++i)
      for (let k = 0; k < i; ++k) {
        const a = texts[i][1], b = texts[k][1];
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
          measured.overlaps.push(texts[i][0].textContent + ' / ' + texts[k][0].textContent);
      }
  }
  report(measured);
});
</script>)html";

/// How many colours a picture has, and how much of it the most frequent one covers.
constexpr char const* counting = R"html(<script>
addEventListener('load', () => {
  const image = document.querySelector('img');
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
  report({colours: counts.size, share: Math.max(...counts.values()) / pixels.length});
});
</script>)html";

/// A report and an overview of two runs, and a browser that no network answers.
class Browser : public testing::Test {
protected:
    void SetUp() override
    {
        if (std::string(ZEMI_BROWSER).empty()) {
            GTEST_SKIP() << "no browser of the Chromium family was found (CMake variable ZEMI_BROWSER)";
        }
        if (!zemi::build_info().netcdf) {
            GTEST_SKIP() << "built without netCDF";
        }
        for (std::string const name : {"red_light", "degraded_road"}) {
            ASSERT_EQ(shell(std::string(ZEMI_PROGRAM) + " run " ZEMI_SOURCE_DIR "/cases/" + name + ".yaml -q -o r/"
                            + name + " --set road.cells=50 > out.txt 2>&1"),
                      0)
                << read_text_file(folder / "out.txt");
        }
        ASSERT_EQ(shell(std::string(ZEMI_PROGRAM) + " report r > out.txt 2>&1"), 0)
            << read_text_file(folder / "out.txt");
    }

    int shell(std::string const& command)
    {
        return std::system(("cd " + folder.path().string() + " && " + command).c_str());
    }

    /// Opens the file in a window of this size; stderr, which has the console, goes to console.txt.
    std::string browse(std::string const& file, int width, int height, std::string const& options)
    {
        std::string const command = std::string("timeout 100 ") + ZEMI_BROWSER
                                  + " --headless --disable-gpu --hide-scrollbars --no-first-run --disable-extensions"
                                    " --disable-background-networking --host-resolver-rules='MAP * ~NOTFOUND'"
                                    " --enable-logging=stderr --user-data-dir=profile --window-size="
                                  + std::to_string(width) + "," + std::to_string(height)
                                  + (geteuid() == 0 ? " --no-sandbox " : " ") + options + " file://" + (folder / file)
                                  + " > out.txt 2> console.txt";
        EXPECT_EQ(shell(command), 0) << read_text_file(folder / "console.txt");
        return read_text_file(folder / "out.txt");
    }

    /// What the browser measures in a copy of the page with this script.
    json measure(std::string const& file, std::string const& script, int width, std::string const& options = "")
    {
        std::string page = read_text_file(folder / file);
        std::size_t const end = page.rfind("</body>");
        EXPECT_NE(end, std::string::npos);
        page.insert(end, reporting + script);
        std::ofstream(folder / "measured.html") << page;
        // No browser window is as narrow as a phone, but a frame can be.
        std::ofstream(folder / "frame.html") << "<!DOCTYPE html><html><body>" << reporting
                                             << "<iframe src=\"measured.html\" style=\"border: 0; width: " << width
                                             << "px; height: 800px\"></iframe></body></html>";
        std::string const dom =
            browse(width < 600 ? "frame.html" : "measured.html", width, 1000, options + " --dump-dom");
        EXPECT_THAT(read_text_file(folder / "console.txt"), Not(HasSubstr(":CONSOLE")));
        std::string const begin = "<pre id=\"measured\">";
        std::size_t const at = dom.find(begin);
        if (at == std::string::npos) {
            ADD_FAILURE() << "the script did not end: " << read_text_file(folder / "console.txt");
            return {};
        }
        std::string text = dom.substr(at + begin.size(), dom.find("</pre>", at) - at - begin.size());
        for (auto const& [code, character] : {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}}) {
            for (std::size_t place; (place = text.find(code)) != std::string::npos;) {
                text.replace(place, std::string(code).size(), character);
            }
        }
        return json::parse(text);
    }

    void expect_legible(json const& page)
    {
        EXPECT_LE(page.at("overflow").get<double>(), 0) << "the page is wider than the window";
        EXPECT_EQ(page.at("requests"), json::array());
        for (json const& size : page.at("svgs")) {
            EXPECT_GT(size.at(0).get<double>(), 300);
            EXPECT_GT(size.at(1).get<double>(), 200);
        }
        for (json const& width : page.at("rasters")) {
            EXPECT_GT(width.get<double>(), 5);
        }
        for (json const& is_there : page.at("images")) {
            EXPECT_TRUE(is_there.get<bool>());
        }
        EXPECT_EQ(page.at("overlaps"), json::array());
        EXPECT_EQ(page.at("outside"), json::array());
        EXPECT_GT(page.at("lowest_contrast").get<double>(), 4.5); // WCAG 2, level AA
    }

    TemporaryFolder folder;
};

TEST_F(Browser, ReportsAreLegibleOnScreenAndPhoneInLightAndDark)
{
    for (std::string const name : {"red_light", "degraded_road"}) {
        std::string const file = "r/" + name + "/report.html";
        for (int const width : {1100, 390}) {
            SCOPED_TRACE(name + " " + std::to_string(width));
            json const page = measure(file, measuring, width);
            ASSERT_TRUE(page.is_object());
            EXPECT_EQ(page.at("width"), width);
            EXPECT_EQ(page.at("svgs").size(), 14U);
            EXPECT_EQ(page.at("rasters").size(), 8U); // four maps with their colour bars
            EXPECT_EQ(page.at("ground"), "rgb(255, 255, 255)");
            EXPECT_GE(page.at("smallest_text").get<double>(), width > 1000 ? 11 : 9); // [px]
            expect_legible(page);
        }
        SCOPED_TRACE(name + " dark");
        json const dark = measure(file, measuring, 1100, "--force-dark-mode");
        ASSERT_TRUE(dark.is_object());
        EXPECT_NE(dark.at("ground"), "rgb(255, 255, 255)");
        expect_legible(dark);
    }
}

TEST_F(Browser, OverviewsAreLegible)
{
    for (int const width : {1100, 390}) {
        json const page = measure("r/index.html", measuring, width);
        ASSERT_TRUE(page.is_object());
        EXPECT_EQ(page.at("images").size(), 2U);
        expect_legible(page);
    }
}

TEST_F(Browser, ScreenshotsAreNotBlank)
{
    for (std::string const file : {"r/red_light/report.html", "r/index.html"}) {
        (void)browse(file, 1000, 1400, "--screenshot=shot.png");
        EXPECT_THAT(read_text_file(folder / "console.txt"), Not(HasSubstr(":CONSOLE")));
        std::string const png = read_text_file(folder / "shot.png");
        ASSERT_GT(png.size(), 1000U);
        std::ofstream(folder / "picture.html") << "<!DOCTYPE html><html><body><img src=\"data:image/png;base64,"
                                               << zemi::plot::base64(png) << "\"/></body></html>";
        json const picture = measure("picture.html", counting, 1000);
        ASSERT_TRUE(picture.is_object());
        EXPECT_GT(picture.at("colours").get<int>(), 100) << file;
        EXPECT_LT(picture.at("share").get<double>(), 0.98) << file;
    }
}

TEST_F(Browser, ErrorsOnTheConsoleWouldBeSeen)
{
    std::ofstream(folder / "planted.html") << "<!DOCTYPE html><html><body><script>planted();</script></body></html>";
    (void)browse("planted.html", 600, 400, "--dump-dom");
    EXPECT_THAT(read_text_file(folder / "console.txt"), HasSubstr(":CONSOLE"));
}

} // namespace
