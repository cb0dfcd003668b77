package dev.orderpipeline.operations.replay;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Time that passes, and can be waited for.
public interface Waits {

  Waits SYSTEM =
      new Waits() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(nanos);
        }
      };

  long nanoTime();

  void sleep(long nanos) throws InterruptedException;

  /// Sleeps, unless told to stop.
  ///
  /// @throws IllegalStateException if the thread is interrupted: what is done by then stays done
  default void pause(Duration time) {
    try {
      sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "told to stop; what was published by then stays published", e);
    }
  }
}
