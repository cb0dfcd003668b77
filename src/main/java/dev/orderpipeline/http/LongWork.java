package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work of operators that goes on after its request is answered: one piece at a time at this
/// instance. Thread-safe.
final class LongWork implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LongWork.class);

  /// The piece that was broken off last, and why.
  private record BrokenOff(String name, String because) {}

  /// What was said first of the piece that was begun last.
  private record FirstWord(String name, JsonNode word) {}

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("http-long-work").factory());
  private @Nullable String underway;
  private @Nullable FirstWord first;
  private @Nullable BrokenOff broken;

  /// Keeps the place for a piece of work; whoever has it begins it or gives it up.
  ///
  /// @return false if this piece is underway already
  /// @throws Refusal if another is
  synchronized boolean claim(String name) {
    if (name.equals(underway)) {
      return false;
    }
    if (underway != null) {
      throw new Refusal(
          Problem.of(
              409,
              "busy",
              "this instance is busy with %s; ask when it is done".formatted(underway)));
    }
    underway = name;
    broken = null;
    return true;
  }

  /// As [#claim(String)], for a piece of which nobody can read yet that it began: what is committed
  /// to a topic shows a moment later.
  ///
  /// @param firstWord to be told until then
  synchronized boolean claim(String name, JsonNode firstWord) {
    boolean claimed = claim(name);
    if (claimed) {
      first = new FirstWord(name, firstWord);
    }
    return claimed;
  }

  /// What was said first of a piece, if that was this instance's last.
  synchronized Optional<JsonNode> firstWord(String name) {
    return Optional.ofNullable(first).filter(last -> last.name().equals(name)).map(FirstWord::word);
  }

  /// Nothing will be done after all.
  synchronized void giveUp(String name) {
    if (name.equals(underway)) {
      underway = null;
      first = null;
    }
  }

  /// Goes on elsewhere with what was claimed.
  void begin(String name, Runnable work) {
    thread.execute(() -> {
      try {
        work.run();
        LOG.info("{} is done", name);
      } catch (RuntimeException e) {
        LOG.warn("{} was broken off: {}", name, e.getMessage());
        breakOff(name, String.valueOf(e.getMessage()));
      } finally {
        end();
      }
    });
  }

  private synchronized void end() {
    underway = null;
  }

  private synchronized void breakOff(String name, String because) {
    broken = new BrokenOff(name, because);
  }

  /// Why this instance has not ended the piece, if that was its last.
  synchronized Optional<String> brokenOff(String name) {
    return Optional.ofNullable(broken)
        .filter(last -> last.name().equals(name))
        .map(BrokenOff::because);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
