package dev.orderpipeline.simulation.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Many seeds, one after another, on several threads.
///
/// @param from the first seed
/// @param seeds how many, at least 1
/// @param threads 1 … 256
public record Campaign(long from, long seeds, int threads) {

  private static final int MOST_THREADS = 256;

  public Campaign {
    if (seeds < 1 || threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "a campaign needs at least 1 seed and 1 to %d threads, was given %d seeds and %d threads"
              .formatted(MOST_THREADS, seeds, threads));
    }
  }

  /// Runs all seeds, whatever is found on the way.
  ///
  /// @param progress told after every seed how many are done; called on any of the threads
  /// @throws InterruptedException if the caller's thread is interrupted; the rest is not run
  public Findings run(LongConsumer progress) throws InterruptedException {
    AtomicLong next = new AtomicLong();
    AtomicLong done = new AtomicLong();
    List<Future<Findings>> parts = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        parts.add(
            executor.submit(() -> {
              Findings findings = new Findings();
              long index = next.getAndIncrement();
              while (index < seeds && !Thread.currentThread().isInterrupted()) {
                findings.add(from + index, SimulationRun.of(from + index).run());
                progress.accept(done.incrementAndGet());
                index = next.getAndIncrement();
              }
              return findings;
            }));
      }
      Findings all = new Findings();
      for (Future<Findings> part : parts) {
        all.add(part.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the simulation itself is broken", e.getCause());
    }
  }
}
