package dev.orderpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// What a killed process leaves on disk once it has remembered orders for more than two days: found
/// by `bench --growth restore`, where an instance never came back. Streams keeps no log of its own
/// for its stores, so what says "open" may be lost with the process in one segment and not in
/// another.
class LeftOpenIT {

  /// Of `orders-finished`: half its retention.
  private static final Duration SEGMENT = Duration.ofDays(2);

  @TempDir static Path dir;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void anInstanceComesBackWhenOnlyItsSecondSegmentIsKnownToHaveBeenOpen() throws Exception {
    try (World world = new World(broker, dir, "left-open", 1)) {
      completeOneAndClose(world);
      Path first = onlyEntry(state(world).resolve("0_0/orders-finished"));
      Path second = copied(first, after(first));
      leaveOpen(second);
      Files.delete(state(world).resolve("closed"));

      world.start();
      world.place("o-1");
      world.place("o-2");
      world.awaitOutcomes(2);
      assertThat(world.ledger(Effect.CAPTURE)).hasSize(2);
      assertThat(second).as("dropped, not used").doesNotExist();
    }
  }

  @Test
  void stateThatWasClosedIsUsedAgainAndNotTakenForClosedWhileItIs() throws Exception {
    try (World world = new World(broker, dir, "closed", 1)) {
      completeOneAndClose(world);
      assertThat(state(world).resolve("closed")).exists();
      Path mine = Files.createFile(state(world).resolve("0_0/mine"));

      world.start();
      assertThat(state(world).resolve("closed")).doesNotExist();
      world.place("o-2");
      world.awaitOutcomes(2);
      assertThat(mine).exists();
    }
  }

  /// Whoever failed on it has not closed it.
  @Test
  void stateThatCannotBeOpenedIsDroppedByTheSecondStart() throws Exception {
    try (World world = new World(broker, dir, "unreadable", 1)) {
      completeOneAndClose(world);
      Files.createDirectory(state(world).resolve("0_0/orders-finished/no-segment"));

      assertThatThrownBy(world::start).isInstanceOf(RuntimeException.class);
      assertThat(state(world).resolve("closed")).doesNotExist();
      world.start();
      world.place("o-2");
      world.awaitOutcomes(2);
    }
  }

  @Test
  void stateOfAPipelineThatFailedIsNotTakenForClosed() throws Exception {
    try (World world = new World(broker, dir, "failed", 1)) {
      Pipeline failing =
          world.start(
              world.settings(),
              new PipelineEvents() {
                @Override
                public void committed(long durationNanos) {
                  throw new IllegalStateException("on purpose");
                }
              });
      world.place("o-1");
      assertThat(failing.ended()).failsWithin(World.PATIENCE);
      failing.close();
      assertThat(state(world).resolve("closed")).doesNotExist();

      world.start();
      world.awaitOutcomes(1);
    }
  }

  private static void completeOneAndClose(World world) {
    Pipeline pipeline = world.start();
    world.place("o-1");
    world.awaitOutcomes(1);
    pipeline.close();
  }

  /// What Streams keeps of the pipeline.
  private static Path state(World world) {
    var settings = world.settings().stream();
    return settings.stateDir().resolve(settings.pipelineId());
  }

  private static Path onlyEntry(Path dir) throws IOException {
    try (Stream<Path> entries = Files.list(dir)) {
      List<Path> all = entries.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  /// The segment that follows: their names end in the time they begin at.
  private static Path after(Path segment) {
    String name = segment.getFileName().toString();
    int dot = name.lastIndexOf('.');
    long begins = Long.parseLong(name.substring(dot + 1));
    return segment.resolveSibling(name.substring(0, dot + 1) + (begins + SEGMENT.toMillis()));
  }

  private static Path copied(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(file -> copy(file, to.resolve(from.relativize(file))));
    }
    return to;
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As Streams marks a store that it has opened, in the column family of its offsets.
  private static void leaveOpen(Path segment) throws RocksDBException {
    List<ColumnFamilyDescriptor> families =
        RocksDB.listColumnFamilies(new Options(), segment.toString()).stream()
            .map(ColumnFamilyDescriptor::new)
            .toList();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (DBOptions options = new DBOptions();
        RocksDB db = RocksDB.open(options, segment.toString(), families, handles)) {
      for (ColumnFamilyHandle handle : handles) {
        if (new String(handle.getName(), UTF_8).equals("offsets")) {
          db.put(
              handle,
              "status".getBytes(UTF_8),
              ByteBuffer.allocate(Long.BYTES).putLong(1L).array());
        }
      }
      handles.forEach(ColumnFamilyHandle::close);
    }
  }
}
