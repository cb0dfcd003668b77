package dev.orderpipeline.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads Prometheus' text format.
public final class Scrape {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /// @param name of the family, and of its samples but for what Prometheus adds
  public record Family(
      String name, String type, String help, SequencedMap<String, TreeSet<String>> labels) {}

  public record Sample(String name, Map<String, String> labels, double value) {}

  private final Map<String, Family> families = new TreeMap<>();
  private final List<Sample> samples = new ArrayList<>();

  public static Scrape of(String text) {
    Scrape scrape = new Scrape();
    text.lines().forEach(scrape::line);
    return scrape;
  }

  private void line(String line) {
    String[] words = line.split(" ", 4);
    if (line.startsWith("# HELP ")) {
      families.put(
          words[2],
          new Family(words[2], "", words.length > 3 ? words[3] : "", new LinkedHashMap<>()));
    } else if (line.startsWith("# TYPE ")) {
      Family known = families.get(words[2]);
      families.put(
          words[2],
          new Family(words[2], words[3], known == null ? "" : known.help(), new LinkedHashMap<>()));
    } else {
      Matcher matcher = SAMPLE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a line of Prometheus' text format: " + line);
      }
      sample(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2), matcher.group(3));
    }
  }

  private void sample(String name, String labels, String value) {
    Map<String, String> read = new LinkedHashMap<>();
    Matcher label = LABEL.matcher(labels);
    while (label.find()) {
      read.put(label.group(1), label.group(2));
    }
    samples.add(new Sample(name, read, number(value)));
    Family family = families.get(name);
    if (family == null) {
      family = families.get(name.replaceFirst("_(bucket|count|sum)$", ""));
    }
    if (family == null) {
      throw new IllegalArgumentException(name + " has no TYPE");
    }
    SequencedMap<String, TreeSet<String>> seen = family.labels();
    read.forEach((key, text) -> seen.computeIfAbsent(key, _ -> new TreeSet<>()).add(text));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /// By name.
  public Map<String, Family> families() {
    return families;
  }

  public List<Sample> samples() {
    return samples;
  }

  /// The value of the only sample with that name and those labels.
  public double value(String name, String... labels) {
    List<Sample> found =
        samples.stream()
            .filter(sample -> sample.name().equals(name) && matches(sample.labels(), labels))
            .toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "%d samples of %s with %s".formatted(found.size(), name, List.of(labels)));
    }
    return found.getFirst().value();
  }

  private static boolean matches(Map<String, String> has, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!labels[i + 1].equals(has.get(labels[i]))) {
        return false;
      }
    }
    return true;
  }
}
