package dev.orderpipeline.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Does what may wait for a disk or take long away from the event loop, and answers on it. Few
/// threads (reading RocksDB holds one) and a bounded queue.
final class Offload implements AutoCloseable {

  private static final int QUEUE = 2_000;

  private final Vertx vertx;
  private final ThreadPoolExecutor threads;

  Offload(Vertx vertx, int threads) {
    this.vertx = vertx;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().daemon().name("http-work-", 0).factory());
  }

  /// The result, on the caller's context; a [Refusal] if too much is waiting already.
  <T> Future<T> call(Callable<T> work) {
    Context context = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    try {
      execute(() -> run(work, promise, context));
    } catch (Refusal full) {
      promise.fail(full);
    }
    return promise.future();
  }

  /// For whoever brings an answer back by himself.
  ///
  /// @throws Refusal if too much is waiting already
  void execute(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException full) {
      throw new Refusal(
          Problem.later(
              503, "overloaded", "more than %d requests wait already".formatted(QUEUE), 1));
    }
  }

  private static <T> void run(Callable<T> work, Promise<T> promise, Context context) {
    try {
      Runnable settled = settled(work, promise);
      context.runOnContext(_ -> settled.run());
    } catch (RejectedExecutionException closed) {
      // The server has been closed, and with it the request that this was for.
    }
  }

  private static <T> Runnable settled(Callable<T> work, Promise<T> promise) {
    try {
      T result = work.call();
      return () -> promise.complete(result);
    } catch (Exception e) {
      return () -> promise.fail(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
