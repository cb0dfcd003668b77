package dev.orderpipeline.stream;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What may be told of an error: its class and where in our code it came from. Its message may hold
/// what customers have written.
final class ErrorText {

  private static final String OURS = "dev.orderpipeline.";
  private static final int MOST_FRAMES = 6;
  private static final int MOST_CAUSES = 4;

  private ErrorText() {}

  static String of(Throwable error) {
    StringBuilder text = new StringBuilder(describe(error));
    @Nullable Throwable cause = error.getCause();
    for (int i = 0; cause != null && i < MOST_CAUSES; i++, cause = cause.getCause()) {
      text.append(", caused by ").append(describe(cause));
    }
    return text.toString();
  }

  private static String describe(Throwable error) {
    String frames =
        Arrays.stream(error.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith(OURS))
            .limit(MOST_FRAMES)
            .map(frame ->
                "%s.%s:%d"
                    .formatted(
                        frame.getClassName().substring(OURS.length()),
                        frame.getMethodName(),
                        frame.getLineNumber()))
            .collect(Collectors.joining(" < "));
    return error.getClass().getName() + (frames.isEmpty() ? "" : " at " + frames);
  }
}
