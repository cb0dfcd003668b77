package dev.orderpipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes the thresholds out of an alert's query, which else has no answer while all is well: what
/// is compared, of each of its conditions.
final class Thresholds {

  private static final Pattern SPLIT = Pattern.compile(" (and|or|unless) | (>|<|>=|<=|==|!=) ");

  private Thresholds() {}

  static List<String> strip(String query) {
    String flat = query.replaceAll("\\s+", " ");
    List<String> parts = new ArrayList<>();
    int from = 0;
    boolean threshold = false;
    Matcher matcher = SPLIT.matcher(flat);
    while (matcher.find()) {
      if (depth(flat.substring(0, matcher.start())) > 0) {
        continue;
      }
      if (!threshold) {
        parts.add(flat.substring(from, matcher.start()).strip());
      }
      threshold = matcher.group(1) == null;
      from = matcher.end();
    }
    if (!threshold) {
      parts.add(flat.substring(from).strip());
    }
    return parts;
  }

  private static int depth(String text) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        depth += "([{".indexOf(c) >= 0 ? 1 : 0;
        depth -= ")]}".indexOf(c) >= 0 ? 1 : 0;
      }
    }
    return depth;
  }
}
