package caravan.demo;

/**
 * One of the shop's categories.
 *
 * @param slug  how it is named in paths
 * @param name  how it is named on pages
 * @param blurb one sentence about it
 */
public record Category(String slug, String name, String blurb) {}
