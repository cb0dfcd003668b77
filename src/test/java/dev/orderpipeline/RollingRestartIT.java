package dev.orderpipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.stream.StreamSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An upgrade: one instance after the other is stopped and started while orders come in.
class RollingRestartIT {

  private static final int PARTITIONS = 6;
  private static final int INSTANCES = 3;
  private static final long EVERY_MS = 10;

  @TempDir static Path dir;

  @Test
  void threeInstancesAreRestartedUnderLoadAndNoOrderFails() throws IOException {
    AtomicInteger placed = new AtomicInteger();
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("broker"));
        World world = new World(broker, dir, "rolling", PARTITIONS);
        ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor()) {
      List<Pipeline> instances = new ArrayList<>();
      for (int i = 0; i < INSTANCES; i++) {
        instances.add(world.start(instance(world, i), PipelineEvents.NONE));
      }
      instances.forEach(RollingRestartIT::awaitRunning);
      ScheduledFuture<?> _ =
          load.scheduleAtFixedRate(
              () -> world.place("o-" + placed.getAndIncrement()),
              0,
              EVERY_MS,
              TimeUnit.MILLISECONDS);
      world.awaitOutcomes(100);
      for (int i = 0; i < INSTANCES; i++) {
        instances.get(i).close();
        Pipeline next = world.start(instance(world, i), PipelineEvents.NONE);
        awaitRunning(next);
        int before = placed.get();
        Awaitility.await().atMost(World.PATIENCE).until(() -> placed.get() >= before + 100);
      }
      load.shutdown();
      assertThat(load.isShutdown()).isTrue();
      Awaitility.await().atMost(World.PATIENCE).until(load::isTerminated);
      world.awaitOutcomes(placed.get());
      assertThat(world.read(world.topics().failed())).isEmpty();
      assertThat(world.read(world.topics().deadLetter())).isEmpty();
      assertThat(world.read(world.topics().completed())).hasSize(placed.get());
      assertThat(world.audit().clean()).isTrue();
      Map<Integer, Duration> pauses = pauses(world.read(world.topics().completed()));
      System.out.printf(
          "rolling restart of %d instances under %d orders: longest pause by partition %s%n",
          INSTANCES, placed.get(), pauses);
      assertThat(pauses).hasSize(PARTITIONS);
    }
  }

  /// The longest time between two outcomes that follow each other in a partition.
  private static Map<Integer, Duration> pauses(List<TopicRecord> outcomes) {
    Map<Integer, List<Instant>> times =
        outcomes.stream()
            .collect(
                Collectors.groupingBy(
                    TopicRecord::partition,
                    TreeMap::new,
                    Collectors.mapping(TopicRecord::timestamp, Collectors.toList())));
    Map<Integer, Duration> pauses = new TreeMap<>();
    times.forEach((partition, at) -> {
      List<Instant> sorted = at.stream().sorted().toList();
      Duration longest = Duration.ZERO;
      for (int i = 1; i < sorted.size(); i++) {
        Duration gap = Duration.between(sorted.get(i - 1), sorted.get(i));
        longest = gap.compareTo(longest) > 0 ? gap : longest;
      }
      pauses.put(partition, longest);
    });
    return pauses;
  }

  private static void awaitRunning(Pipeline pipeline) {
    Awaitility.await().atMost(World.PATIENCE).until(() -> pipeline.streams().isRunning());
  }

  private static PipelineSettings instance(World world, int number) {
    PipelineSettings usual = world.settings();
    StreamSettings stream = usual.stream();
    return new PipelineSettings(
        new StreamSettings(
            stream.pipelineId(),
            stream.topics(),
            stream.client(),
            stream.stateDir().resolveSibling("state-" + number),
            "instance-" + number,
            1,
            stream.commitInterval(),
            1,
            stream.memory(),
            stream.sessionTimeout()),
        usual.gateways(),
        usual.policy(),
        usual.rules(),
        usual.activeLimit());
  }
}
