package dev.orderpipeline.operations.audit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Consuming the whole input again over a finished system changes nothing at any gateway: the
/// ledger after it is the ledger before it, byte for byte.
public final class ReplaySafe {

  private ReplaySafe() {}

  /// Reads both to their first difference; closes neither.
  ///
  /// @param ledger the name of the ledger, for the message
  /// @return the violation, naming the first line that differs; empty if they are equal
  /// @throws IOException if one cannot be read
  public static Optional<Violation> judge(String ledger, InputStream before, InputStream after)
      throws IOException {
    InputStream old = new BufferedInputStream(before);
    InputStream now = new BufferedInputStream(after);
    long line = 1;
    boolean lineBegins = true;
    while (true) {
      int a = old.read();
      int b = now.read();
      if (a != b) {
        return Optional.of(violation(ledger, line, what(a, b, lineBegins)));
      }
      if (a < 0) {
        return Optional.empty();
      }
      lineBegins = a == '\n';
      if (lineBegins) {
        line++;
      }
    }
  }

  private static String what(int before, int after, boolean lineBegins) {
    if (before < 0) {
      return lineBegins ? "a replay added effects, the first in" : "a replay lengthened";
    }
    return after < 0 ? "a replay removed effects from" : "a replay changed";
  }

  private static Violation violation(String ledger, long line, String what) {
    String place = ledger + ":" + line;
    return new Violation(
        GuaranteeName.REPLAY_SAFE,
        Optional.empty(),
        what + " line " + line + " of " + ledger,
        List.of(place),
        List.of());
  }
}
