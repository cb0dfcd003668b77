package dev.orderpipeline.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/// The seat of a process in its group. One that is not set is made once and kept in the state
/// directory: two instances on one machine differ, and a restart keeps its seat.
public final class InstanceId {

  static final String SHAPE = "[A-Za-z0-9._-]{1,100}";
  static final String ALLOWED = "1 to 100 of A-Z a-z 0-9 . _ -";
  private static final String FILE = "instance-id";

  private InstanceId() {}

  /// The id that is set, else the one kept, else a new one, which is kept.
  ///
  /// @param fresh makes an id, for example from a random UUID
  /// @throws UncheckedIOException if the state directory cannot be read or written
  /// @throws IllegalStateException if what is kept there is no instance id
  public static String of(ProcessSettings process, Supplier<String> fresh) {
    return process.instanceId().orElseGet(() -> kept(process.stateDir(), fresh));
  }

  private static String kept(Path stateDir, Supplier<String> fresh) {
    Path file = stateDir.resolve(FILE);
    try {
      Files.createDirectories(stateDir);
      writeIfAbsent(file, fresh);
      String id = Files.readString(file).strip();
      if (!id.matches(SHAPE)) {
        throw new IllegalStateException(
            file + " holds no instance id (" + ALLOWED + "): delete it to have a new one made");
      }
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the instance id in " + file, e);
    }
  }

  private static void writeIfAbsent(Path file, Supplier<String> fresh) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    // Moved into place whole: a crash leaves no half-written id behind.
    Path draft = Files.createTempFile(file.getParent(), FILE, ".new");
    try {
      Files.writeString(draft, fresh.get() + "\n", StandardOpenOption.TRUNCATE_EXISTING);
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      return; // Another process was faster, and its id is kept.
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
