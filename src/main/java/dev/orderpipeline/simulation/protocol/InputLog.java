package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.protocol.InputRecord;
import dev.orderpipeline.protocol.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One input topic: records that stay.
final class InputLog {

  private final String topic;
  private final List<List<InputRecord>> partitions = new ArrayList<>();

  InputLog(String topic, int partitions) {
    this.topic = topic;
    for (int i = 0; i < partitions; i++) {
      this.partitions.add(new ArrayList<>());
    }
  }

  InputRecord append(int partition, Instant at, byte @Nullable [] key, byte @Nullable [] value) {
    return append(partition, at, key, value, Optional.empty());
  }

  InputRecord append(
      int partition,
      Instant at,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Optional<Origin> origin) {
    List<InputRecord> log = partitions.get(partition);
    InputRecord record =
        new InputRecord(
            new SourcePosition(topic, partition, log.size()),
            at,
            key,
            value,
            Optional.empty(),
            origin);
    log.add(record);
    return record;
  }

  long end(int partition) {
    return partitions.get(partition).size();
  }

  InputRecord at(int partition, long offset) {
    return partitions.get(partition).get(Math.toIntExact(offset));
  }

  List<InputRecord> all() {
    return partitions.stream().flatMap(List::stream).toList();
  }
}
