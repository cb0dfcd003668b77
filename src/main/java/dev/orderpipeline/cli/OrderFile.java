package dev.orderpipeline.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file of orders, one JSON object a line.
///
/// @param name path, or `-` for standard input
/// @param raw publish lines as they are, orders or not
record OrderFile(String name, boolean raw) {

  /// Publishes line by line, up to the end or the first line that is refused.
  ///
  /// @return why it stopped before the end, naming the line; empty if it did not
  Optional<String> placeAll(Placing placing) throws IOException, InterruptedException {
    try (BufferedReader lines = open()) {
      long number = 0;
      long placed = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        switch (OrderLine.read(line, raw)) {
          case OrderLine.Order order -> {
            placing.place(order.key(), order.value());
            placed++;
          }
          case OrderLine.Blank _ -> {}
          case OrderLine.Refused refused -> {
            return Optional.of(
                "%s line %d: %s; the lines before it are published (%d orders); --raw publishes"
                        .formatted(name, number, refused.reason(), placed)
                    + " lines as they are");
          }
        }
      }
      return Optional.empty();
    }
  }

  private BufferedReader open() throws IOException {
    return name.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(Path.of(name), StandardCharsets.UTF_8);
  }
}
