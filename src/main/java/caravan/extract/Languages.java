package caravan.extract;

import caravan.crawl.Page;
import java.util.Map;

/** Evaluates expressions of languages that are not ours. Thread-safe. */
public interface Languages {

    /**
     * @param language name of the language
     * @param expression as the task has it; never a text from a page
     * @param text     what is looked in
     * @param page     that it comes from
     * @param carry    values that were carried to the page
     * @return the result: a value, a collection of values, or null for nothing found
     * @throws IllegalArgumentException where the language is unknown or the expression cannot be evaluated, with a
     *     message for whoever wrote the task
     */
    Object evaluate(String language, String expression, String text, Page page, Map<String, Object> carry);
}
