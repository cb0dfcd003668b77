package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Children;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What a variant is given to run with.
///
/// @param runId its own for every run; the names of its topics, groups and transactions must begin
///   with it
/// @param gatewaysUrl base of both gateways
/// @param dir for its files; exists, empty
/// @param settings of the variant, from the command line
/// @param shape what the product writes for an order, as last measured
public record VariantSetup(
    String runId,
    String bootstrap,
    String gatewaysUrl,
    Path dir,
    Map<String, String> settings,
    Shape shape,
    Children children) {

  /// Of every topic, for every variant; the product can be given others.
  public static final int PARTITIONS = 12;

  public VariantSetup {
    settings = Map.copyOf(settings);
  }

  /// A setting that counts something.
  ///
  /// @throws IllegalArgumentException quoting a value that is no whole number above zero
  public int number(String key, int usual) {
    String value = settings.get(key);
    if (value == null) {
      return usual;
    }
    if (!value.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(
          key + " must be a whole number above 0, was '" + value + "'");
    }
    return Integer.parseInt(value);
  }

  /// What its topics begin with.
  public String prefix() {
    return runId + ".";
  }

  /// The topic that orders go to.
  public String placed() {
    return prefix() + "placed";
  }

  /// Of the product's topics.
  public int partitions() {
    return number("topic.partitions", PARTITIONS);
  }

  /// Of the product's topics of states on the way; empty for its own choice.
  OptionalInt statePartitions() {
    String setting = "topic.state-partitions";
    return settings.containsKey(setting) ? OptionalInt.of(number(setting, 1)) : OptionalInt.empty();
  }

  /// How long it may take until it has its state again: by far longer than it should.
  Duration restoreLimit() {
    return Duration.ofMinutes(10);
  }

  /// Starts a process that is measured as a part of the variant.
  ///
  /// @param label `pipeline` for the part that does the work
  public Child start(String label, List<String> command, Map<String, String> environment) {
    return children.start(label, command, environment);
  }

  /// Its processes of this label that have not been ended, in the order they were started.
  public List<Child> running(String label) {
    return children.running().stream().filter(child -> child.label().equals(label)).toList();
  }
}
