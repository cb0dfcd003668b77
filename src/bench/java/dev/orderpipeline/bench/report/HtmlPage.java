package dev.orderpipeline.bench.report;

public final class HtmlPage {
  private HtmlPage() {}

  public static String render(Report report) {
    return report.toString();
  }
}
