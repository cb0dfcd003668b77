package dev.orderpipeline.stream;

import dev.orderpipeline.protocol.Culprit;
import dev.orderpipeline.protocol.InHand;
import dev.orderpipeline.protocol.PipelineParts;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.TaskMigratedException;

/// What becomes of an error in processing that no code foresaw.
///
/// All that the thread's transaction holds is dropped, since nobody knows which half of a step had
/// been done, and Streams is told what it is told when a thread is fenced: it closes the thread's
/// tasks as they are, makes a new producer, whose start aborts the old transaction, and reads
/// everything again as it was committed. The thread lives on. Never a `TaskCorruptedException`,
/// which commits what the thread's other tasks hold, and with it what this one has written. When
/// the culprit comes again it is in quarantine.
///
/// @param inHand says who the culprit is
record Unforeseen(PipelineParts parts, InHand inHand) {

  void guard(Runnable work) {
    try {
      work.run();
    } catch (KafkaException e) {
      // Kafka's own, or what an inner node has made of its error.
      throw e;
    } catch (RuntimeException e) {
      throw translated(e);
    }
  }

  /// The error itself, which ends the pipeline, if nobody can be blamed for it, or too much fails.
  private RuntimeException translated(RuntimeException error) {
    Optional<Culprit> culprit = inHand.culprit();
    if (culprit.isEmpty()) {
      return error;
    }
    String what = ErrorText.of(error);
    parts.events().failed(culprit.get(), what);
    return parts.quarantine().note(culprit.get(), what)
        ? new TaskMigratedException("processing of %s failed".formatted(culprit.get()))
        : error;
  }
}
