package dev.orderpipeline.http.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AssetsTest {

  private static final Pattern PART = Pattern.compile("/console/([0-9a-f]{16}/[\\w./-]+)");
  private static final Pattern IMPORT = Pattern.compile("from '\\./([\\w./-]+)'");

  private final Assets assets = Assets.load();
  private final String page = new String(assets.page().bytes(), UTF_8);

  @Test
  void everythingThatThePageAndItsModulesNameIsThere() {
    Deque<String> wanted = new ArrayDeque<>();
    Matcher parts = PART.matcher(page);
    while (parts.find()) {
      wanted.add(parts.group(1));
    }
    assertThat(wanted).hasSizeGreaterThan(4);
    String digest = wanted.getFirst().substring(0, 16);
    Set<String> seen = new HashSet<>();
    while (!wanted.isEmpty()) {
      String path = wanted.remove();
      if (seen.add(path)) {
        byte[] bytes = assets.find(path).orElseThrow(() -> new AssertionError(path)).bytes();
        Matcher imports = IMPORT.matcher(path.contains("/lib/") ? "" : new String(bytes, UTF_8));
        while (imports.find()) {
          wanted.add(digest + "/" + imports.group(1));
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(14);
  }

  @Test
  void nothingComesFromElsewhereAndNothingIsInline() {
    assertThat(page)
        .doesNotContain("http://", "https://", "style=", "onclick", "<style")
        .doesNotContainPattern("<script(?![^>]* src=)");
  }

  @Test
  void whatIsNotListedIsNotFound() {
    String digest = page.replaceAll("(?s).*?/console/([0-9a-f]{16})/.*", "$1");
    assertThat(assets.find(digest + "/console.js")).isPresent();
    assertThat(assets.find(digest + "/../openapi.yaml")).isEmpty();
    assertThat(assets.find(digest + "/index.html")).isEmpty();
    assertThat(assets.find("0000000000000000/console.js")).isEmpty();
  }
}
