package dev.orderpipeline.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/// What a process has used of the machine.
///
/// @param cpu since it started, over all its threads
/// @param rssBytes resident memory now; 0 where there is no `/proc`
public record Usage(Duration cpu, long rssBytes) {

  private static final Pattern HEAP = Pattern.compile("used (\\d+)K");

  public static Usage of(ProcessHandle process) {
    return new Usage(
        process.info().totalCpuDuration().orElse(Duration.ZERO), status(process, "VmRSS:"));
  }

  /// Of both.
  Usage plus(Usage other) {
    return new Usage(cpu.plus(other.cpu), rssBytes + other.rssBytes);
  }

  /// Heap in use, with what is garbage but not collected; 0 if it is no Java process.
  public static long heapBytes(ProcessHandle process) throws InterruptedException {
    // One line for each generation, where the collector has them.
    return HEAP.matcher(Jcmd.ask(process, "GC.heap_info").orElse(""))
            .results()
            .mapToLong(used -> Long.parseLong(used.group(1)))
            .sum()
        * 1024;
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
