package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.measure.Written;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What is written for one order, by topic. The floor writes the same.
public record Shape(List<Part> parts) {

  private static final String OUTCOME = "completed";

  /// @param topic its name without the run's prefix
  /// @param perOrder records for each order
  /// @param bytes of key, value and headers of one record
  public record Part(String topic, double perOrder, int bytes) {}

  /// Of the product when this was written, for runs without it.
  public static final Shape USUAL =
      parse(
          "validating=1x877,charging=1x1218,reserving=1x1593,completed=1x1705,"
              + "orders-active-changelog=3x828,orders-finished-changelog=1x1547");

  public Shape {
    parts = List.copyOf(parts);
  }

  /// From what a run has written.
  ///
  /// @param prefixLength of the topics' names, to be left out
  public static Shape of(List<Written> written, int prefixLength, int orders) {
    return new Shape(
        written.stream()
            .filter(topic -> topic.records() > 0)
            .map(topic ->
                new Part(
                    topic.topic().substring(prefixLength),
                    (double) topic.records() / orders,
                    (int) (topic.payloadBytes() / topic.records())))
            .toList());
  }

  /// Reads what [#toString] wrote: `topic=2.5x100,…`.
  public static Shape parse(String text) {
    return new Shape(
        Arrays.stream(text.split(",", -1))
            .map(part -> {
              String[] words = part.split("[=x](?=[0-9.]+(x|$))", -1);
              return new Part(words[0], Double.parseDouble(words[1]), Integer.parseInt(words[2]));
            })
            .toList());
  }

  /// The outcomes' part.
  Part outcome() {
    return parts.stream()
        .filter(part -> part.topic().equals(OUTCOME))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no outcomes in " + this));
  }

  @Override
  public String toString() {
    return parts.stream()
        .map(p -> String.format(Locale.ROOT, "%s=%.3fx%d", p.topic(), p.perOrder(), p.bytes()))
        .collect(Collectors.joining(","));
  }
}
