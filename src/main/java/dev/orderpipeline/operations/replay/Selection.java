package dev.orderpipeline.operations.replay;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.StateName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which records of `orders.placed` a replay is about. What is not given selects everything.
///
/// @param from appended at or after this
/// @param to appended before this
/// @param offsets empty for all
/// @param states of the order now; an order without a snapshot is in none
/// @param ids of orders
public record Selection(
    Optional<Instant> from,
    Optional<Instant> to,
    List<Range> offsets,
    Set<StateName> states,
    Optional<Set<String>> ids) {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,6}):(\\d{1,18})-(\\d{1,18})");

  public Selection {
    offsets = List.copyOf(offsets);
    states = Set.copyOf(states);
    ids = ids.map(Set::copyOf);
  }

  /// Offsets of a partition, both included.
  public record Range(int partition, long first, long last) {

    /// @param text `P:A-B`
    /// @throws IllegalArgumentException if it is not
    public static Range of(String text) {
      Matcher matcher = RANGE.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'%s' is no range of offsets; write P:A-B, such as 3:0-999".formatted(text));
      }
      Range range =
          new Range(
              Integer.parseInt(matcher.group(1)),
              Long.parseLong(matcher.group(2)),
              Long.parseLong(matcher.group(3)));
      if (range.first > range.last) {
        throw new IllegalArgumentException(
            "'%s' ends before it begins; write P:A-B with A at most B".formatted(text));
      }
      return range;
    }

    boolean holds(TopicRecord record) {
      return record.partition() == partition && record.offset() >= first && record.offset() <= last;
    }

    @Override
    public String toString() {
      return partition + ":" + first + "-" + last;
    }
  }

  /// @param orders for the states
  boolean holds(TopicRecord record, KnownOrders orders) {
    return from.map(at -> !record.timestamp().isBefore(at)).orElse(true)
        && to.map(at -> record.timestamp().isBefore(at)).orElse(true)
        && (offsets.isEmpty() || offsets.stream().anyMatch(range -> range.holds(record)))
        && ids.map(wanted -> record.key().filter(wanted::contains).isPresent()).orElse(true)
        && (states.isEmpty()
            || record
                .key()
                .flatMap(orders::find)
                .filter(latest -> states.contains(latest.state()))
                .isPresent());
  }

  /// An id for a replay of this: the same for the same selection.
  public String id() {
    return "r-" + UUID.nameUUIDFromBytes(toString().getBytes(StandardCharsets.UTF_8));
  }

  private static UUID digest(Set<String> ids) {
    return UUID.nameUUIDFromBytes(
        String.join(" ", new TreeSet<>(ids)).getBytes(StandardCharsets.UTF_8));
  }

  /// The selection in words; the same for the same selection.
  @Override
  public String toString() {
    return "from %s, to %s, offsets %s, states %s, ids %s"
        .formatted(
            from.map(Instant::toString).orElse("the beginning"),
            to.map(Instant::toString).orElse("the end"),
            offsets.isEmpty() ? "all" : offsets,
            states.isEmpty() ? "all" : new TreeSet<>(states),
            ids.map(wanted -> wanted.size() + ", digest " + digest(wanted)).orElse("all"));
  }
}
