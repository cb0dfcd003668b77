package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.protocol.ActiveStore;
import dev.orderpipeline.protocol.FinishedStore;
import dev.orderpipeline.simulation.protocol.DurablePartition.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A partition as one task incarnation sees it: what is committed, and over it what the open
/// transaction has written.
final class WorkingPartition implements ActiveStore, FinishedStore {

  private final DurablePartition durable;
  private final int generation;
  private final Duration memory;
  private final Map<String, Optional<byte[]>> written = new LinkedHashMap<>();
  private final Map<String, Finished> finished = new LinkedHashMap<>();
  private final List<byte[]> changelog = new ArrayList<>();
  private long placed;
  private long commands;

  WorkingPartition(DurablePartition durable, Duration memory) {
    this.durable = durable;
    this.generation = durable.generation();
    this.memory = memory;
    this.placed = durable.placedConsumed();
    this.commands = durable.commandsConsumed();
  }

  @Override
  public void put(String orderId, byte[] snapshot) {
    written.put(orderId, Optional.of(snapshot));
    changelog.add(snapshot);
  }

  @Override
  public void delete(String orderId) {
    written.put(orderId, Optional.empty());
  }

  @Override
  public void forEach(Consumer<byte[]> snapshot) {
    Map<String, byte[]> all = new TreeMap<>(durable.active());
    written.forEach((id, value) ->
        value.ifPresentOrElse(bytes -> all.put(id, bytes), () -> all.remove(id)));
    all.values().forEach(snapshot);
  }

  @Override
  public void put(String orderId, Instant finishedAt, byte[] snapshot) {
    finished.put(orderId, new Finished(finishedAt, snapshot));
    changelog.add(snapshot);
  }

  @Override
  public Optional<byte[]> find(String orderId, Instant now) {
    return Optional.ofNullable(finished.getOrDefault(orderId, durable.finished().get(orderId)))
        .filter(done -> !done.at().isBefore(now.minus(memory)))
        .map(Finished::snapshot);
  }

  /// Position of the next record of `orders.placed`.
  long placed() {
    return placed;
  }

  long takePlaced() {
    return placed++;
  }

  long commands() {
    return commands;
  }

  long takeCommand() {
    return commands++;
  }

  /// Whether the group has given the partition away since this incarnation began.
  boolean stale() {
    return generation != durable.generation();
  }

  boolean hasWritten() {
    return !written.isEmpty()
        || !finished.isEmpty()
        || placed != durable.placedConsumed()
        || commands != durable.commandsConsumed();
  }

  /// Every snapshot that the transaction has put, also those that it put others over.
  List<byte[]> changelog() {
    return changelog;
  }

  /// Makes everything durable.
  void commit(boolean withOffsets) {
    written.forEach((id, value) ->
        value.ifPresentOrElse(
            bytes -> durable.active().put(id, bytes), () -> durable.active().remove(id)));
    durable.finished().putAll(finished);
    if (withOffsets) {
      durable.consumed(placed, commands);
    }
    written.clear();
    finished.clear();
    changelog.clear();
  }
}
