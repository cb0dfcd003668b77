package dev.orderpipeline.operations.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which topic holds what, by the names of the design.
///
/// @param prefix what all names begin with, `orders.` by default
/// @param more prefixes of topics that the pipeline's orders came from when it moved
public record TopicRoles(String prefix, List<String> more) {

  public TopicRoles {
    more = List.copyOf(more);
  }

  public TopicRoles(String prefix) {
    this(prefix, List.of());
  }

  /// What a topic that an audit reads is for.
  public sealed interface Role {
    record Placed() implements Role {}

    record DeadLetter() implements Role {}

    record State(Stage stage) implements Role {}
  }

  private static final Map<String, Role> BY_SUFFIX = bySuffix();

  private static Map<String, Role> bySuffix() {
    Map<String, Role> roles =
        Arrays.stream(Stage.values())
            .filter(stage -> stage != Stage.PENDING)
            .collect(Collectors.toMap(Stage::topicSuffix, Role.State::new));
    roles.put("placed", new Role.Placed());
    roles.put("dead-letter", new Role.DeadLetter());
    return Map.copyOf(roles);
  }

  /// Empty for a topic that says nothing to an audit.
  public Optional<Role> roleOf(String topic) {
    return prefixes()
        .filter(topic::startsWith)
        .map(begin -> BY_SUFFIX.get(topic.substring(begin.length())))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private Stream<String> prefixes() {
    return Stream.concat(Stream.of(prefix), more.stream());
  }

  public String placed() {
    return prefix + "placed";
  }

  /// The topics in an order that is fair to a running system: whatever a record read earlier
  /// follows from (its earlier versions, the record that placed it, the dead letter that goes with
  /// it) lies in a topic read later.
  public List<String> backwards() {
    return Stream.of(
            Stage.COMPLETED.topicSuffix(),
            Stage.FAILED.topicSuffix(),
            Stage.COMPENSATING.topicSuffix(),
            Stage.RESERVING.topicSuffix(),
            Stage.CHARGING.topicSuffix(),
            Stage.VALIDATING.topicSuffix(),
            "placed",
            "dead-letter")
        .flatMap(suffix -> prefixes().map(begin -> begin + suffix))
        .toList();
  }
}
