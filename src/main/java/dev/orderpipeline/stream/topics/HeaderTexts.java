package dev.orderpipeline.stream.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// A record's headers, for whoever takes them for text.
public final class HeaderTexts {

  private HeaderTexts() {}

  /// The last value of each, as UTF-8.
  public static Map<String, String> of(Headers headers) {
    Map<String, String> last = new HashMap<>();
    for (Header header : headers) {
      byte[] value = header.value();
      last.put(header.key(), value == null ? "" : new String(value, UTF_8));
    }
    return last;
  }
}
