/*
 * Two manifests with the slips of the document's own examples: what a reader gets who types them off.
 */

/** D1: a comma after the first module's name, with nothing after it. */
export const TRAILING_COMMA = `{
  "libraries": [
    {
      "file": "/path/to/libfoo.so",
      "modules": [
        {
          "name": "org_apache_mesos_bar",
        },
        {
          "name": "org_apache_mesos_baz"
        }
      ]
    }
  ]
}
`;

/** D2: no comma between name and parameters, and one after the value Y, with nothing after it. */
export const MISSING_COMMA = `{
  "libraries": [
    {
      "name": "foo",
      "modules": [
        {
          "name": "org_apache_mesos_bar"
          "parameters": [
            {
              "key": "X",
              "value": "Y",
            }
          ]
        }
      ]
    }
  ]
}
`;
