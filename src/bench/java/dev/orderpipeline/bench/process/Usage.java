package dev.orderpipeline.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a process has used of the machine.
///
/// @param cpu since it started, over all its threads
/// @param rssBytes resident memory now; 0 where there is no `/proc`
public record Usage(Duration cpu, long rssBytes) {

  private static final Pattern HEAP = Pattern.compile("used (\\d+)K");
  private static final long JCMD_SECONDS = 10;

  public static Usage of(ProcessHandle process) {
    return new Usage(
        process.info().totalCpuDuration().orElse(Duration.ZERO), status(process, "VmRSS:"));
  }

  /// The most resident memory it ever had; 0 where there is no `/proc`.
  public static long peakRssBytes(ProcessHandle process) {
    return status(process, "VmHWM:");
  }

  /// Heap in use, with what is garbage but not collected; 0 if it is no Java process.
  public static long heapBytes(ProcessHandle process) throws InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process run =
          new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "GC.heap_info")
              .redirectErrorStream(true)
              .start();
      List<String> lines = run.inputReader().lines().toList();
      if (!run.waitFor(JCMD_SECONDS, TimeUnit.SECONDS) || run.exitValue() != 0) {
        return 0;
      }
      Matcher used = HEAP.matcher(String.join("\n", lines));
      return used.find() ? Long.parseLong(used.group(1)) * 1024 : 0;
    } catch (IOException _) {
      return 0; // A runtime without jcmd.
    }
  }

  private static long status(ProcessHandle process, String field) {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException _) {
      return 0; // It has ended, or this is no Linux.
    }
  }
}
