package dev.orderpipeline.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Something that takes long to find out: found out when it is asked for and what is known is old,
/// elsewhere, and by one at a time however many ask. Thread-safe.
final class Background<T> {

  private final Executor executor;
  private final Callable<T> work;
  private final long freshNanos;
  private final LongSupplier nanoTime;
  private @Nullable T known;
  private long knownAt;
  private @Nullable Promise<T> underWay;

  /// @param executor where the work is done
  /// @param freshNanos for how long what is known is good enough
  Background(Executor executor, Callable<T> work, long freshNanos, LongSupplier nanoTime) {
    this.executor = executor;
    this.work = work;
    this.freshNanos = freshNanos;
    this.nanoTime = nanoTime;
  }

  /// What is known, without waiting; if it is old, the next who asks will hear better.
  synchronized Optional<T> latest() {
    if (!isFresh()) {
      begin();
    }
    return Optional.ofNullable(known);
  }

  /// What is known if it is fresh, else what is found out: on the caller's context if it has one,
  /// else on the executor's thread.
  synchronized Future<T> fresh() {
    return isFresh() && known != null ? Future.succeededFuture(known) : onContext(begin().future());
  }

  private static <T> Future<T> onContext(Future<T> found) {
    Context context = Vertx.currentContext();
    if (context == null) {
      return found;
    }
    Promise<T> promise = Promise.promise();
    found.onComplete((value, failure) -> {
      try {
        context.runOnContext(_ -> promise.complete(value, failure));
      } catch (RejectedExecutionException closed) {
        // The server has been closed, and with it whatever this was for.
      }
    });
    return promise.future();
  }

  private boolean isFresh() {
    return known != null && nanoTime.getAsLong() - knownAt < freshNanos;
  }

  private Promise<T> begin() {
    Promise<T> running = underWay;
    if (running != null) {
      return running;
    }
    Promise<T> promise = Promise.promise();
    underWay = promise;
    try {
      executor.execute(() -> run(promise));
    } catch (RejectedExecutionException | Refusal closedOrFull) {
      underWay = null;
      promise.fail(closedOrFull);
    }
    return promise;
  }

  private void run(Promise<T> promise) {
    try {
      T found = work.call();
      ended(found);
      promise.complete(found);
    } catch (Exception e) {
      ended(null);
      promise.fail(e);
    }
  }

  private synchronized void ended(@Nullable T found) {
    underWay = null;
    if (found != null) {
      known = found;
      knownAt = nanoTime.getAsLong();
    }
  }
}
