package dev.orderpipeline.bench.gateways;

/// Cuts parts out of the JSON documents of this bench without parsing them. That works because it
/// writes them all itself: compact, without escapes, no field name twice. It costs a fraction of a
/// parser, and what gateways cost is taken from what is measured.
public final class Slices {

  private Slices() {}

  /// The text of a string field.
  public static String text(String json, String field) {
    int start = after(json, field) + 1;
    return json.substring(start, json.indexOf('"', start));
  }

  /// An object of plain fields, or an array of such objects, as it stands.
  public static String raw(String json, String field) {
    int start = after(json, field);
    char close = json.charAt(start) == '[' ? ']' : '}';
    return json.substring(start, json.indexOf(close, start) + 1);
  }

  private static int after(String json, String field) {
    String name = "\"" + field + "\":";
    int at = json.indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException("there is no " + field + " in " + json);
    }
    return at + name.length();
  }
}
