package dev.orderpipeline.bench.jmh;

import dev.orderpipeline.bench.load.Journey;
import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.codec.SnapshotReader;
import dev.orderpipeline.codec.SnapshotWriter;
import dev.orderpipeline.domain.Order;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What goes in and what comes out.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBench {

  private final OrderPlacedDecoder decoder = new OrderPlacedDecoder();
  private final SnapshotWriter writer = new SnapshotWriter();
  private final SnapshotReader reader = new SnapshotReader();
  private final byte[] key = Sample.key();
  private final byte[] document = Sample.document();
  private final Journey journey = new Journey();
  private final Order completed = journey.complete(journey.placed(key, document), Sample.NOW);
  private final byte[] snapshot = writer.write(completed);

  @Benchmark
  public Decoded decodePlaced() {
    return decoder.decode(key, document);
  }

  @Benchmark
  public byte[] writeSnapshot() {
    return writer.write(completed);
  }

  @Benchmark
  public Order readSnapshot() {
    return reader.read(snapshot);
  }
}
