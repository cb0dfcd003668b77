package dev.orderpipeline.operations.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which topic holds what, by the names of the design.
///
/// @param prefix what all names begin with, `orders.` by default
public record TopicRoles(String prefix) {

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
    return topic.startsWith(prefix)
        ? Optional.ofNullable(BY_SUFFIX.get(topic.substring(prefix.length())))
        : Optional.empty();
  }

  public String placed() {
    return prefix + "placed";
  }

  /// The topics in an order that is fair to a running system: whatever a record read earlier
  /// follows from (its earlier versions, the record that placed it, the dead letter that goes with
  /// it) lies in a topic read later.
  public List<String> backwards() {
    return List.of(
        prefix + Stage.COMPLETED.topicSuffix(),
        prefix + Stage.FAILED.topicSuffix(),
        prefix + Stage.COMPENSATING.topicSuffix(),
        prefix + Stage.RESERVING.topicSuffix(),
        prefix + Stage.CHARGING.topicSuffix(),
        prefix + Stage.VALIDATING.topicSuffix(),
        placed(),
        prefix + "dead-letter");
  }
}
