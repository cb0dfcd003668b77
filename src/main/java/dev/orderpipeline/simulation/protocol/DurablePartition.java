package dev.orderpipeline.simulation.protocol;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is committed of one partition's task, and who may commit to it.
final class DurablePartition {

  /// An outcome and when it came.
  record Finished(Instant at, byte[] snapshot) {}

  private final int number;
  private final Map<String, byte[]> active = new TreeMap<>();
  private final Map<String, Finished> finished = new HashMap<>();
  private long placedConsumed;
  private long commandsConsumed;
  private int generation;
  private @Nullable SimThread owner;

  DurablePartition(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  Map<String, byte[]> active() {
    return active;
  }

  Map<String, Finished> finished() {
    return finished;
  }

  long placedConsumed() {
    return placedConsumed;
  }

  long commandsConsumed() {
    return commandsConsumed;
  }

  void consumed(long placed, long commands) {
    placedConsumed = placed;
    commandsConsumed = commands;
  }

  /// Everything but how far the input was read.
  void forget() {
    active.clear();
    finished.clear();
    giveTo(null);
  }

  /// Raised whenever the group gives the partition away: a commit of an older one is refused.
  int generation() {
    return generation;
  }

  @Nullable SimThread owner() {
    return owner;
  }

  void giveTo(@Nullable SimThread next) {
    owner = next;
    generation++;
  }
}
