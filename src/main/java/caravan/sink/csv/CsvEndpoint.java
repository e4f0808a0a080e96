package caravan.sink.csv;

import caravan.sink.file.Claims;
import caravan.sink.file.RowFileEndpoint;
import caravan.sink.file.RowFormat;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/**
 * {@code csv:PATH} – producer only. Appends each batch of rows to a CSV file (RFC 4180, UTF-8), whole or not at all. A
 * batch with a column that the file does not have begins a new file. See {@code docs/sinks.md}.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "csv",
        title = "CSV",
        syntax = "csv:path",
        category = Category.FILE,
        producerOnly = true)
public class CsvEndpoint extends RowFileEndpoint {
    @UriParam(
            defaultValue = "false",
            description = "Whether text that a spreadsheet would run as a formula gets an apostrophe in front. Then the"
                    + " file does not hold quite what the page said")
    private boolean spreadsheet;

    public CsvEndpoint(String uri, CsvComponent component, String path, Claims claims) {
        super(uri, component, path, claims);
    }

    @Override
    protected RowFormat format() {
        return new CsvRows(new CsvText(spreadsheet));
    }

    public boolean isSpreadsheet() {
        return spreadsheet;
    }

    public void setSpreadsheet(boolean spreadsheet) {
        this.spreadsheet = spreadsheet;
    }
}
