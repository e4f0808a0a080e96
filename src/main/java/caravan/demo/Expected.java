package caravan.demo;

/**
 * What the demo site answers to a path.
 *
 * @param status    HTTP status code
 * @param mediaType media type of the body without parameters; empty where there is no body
 */
public record Expected(int status, String mediaType) {}
