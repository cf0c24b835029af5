"""Foreign YAML and JSON as the program that it is for reads it: values, faults, and the place of every part."""

from o11ygen.yamlread.dialect import GO_YAML_2 as GO_YAML_2
from o11ygen.yamlread.dialect import GO_YAML_2_ANY as GO_YAML_2_ANY
from o11ygen.yamlread.dialect import GO_YAML_3 as GO_YAML_3
from o11ygen.yamlread.dialect import GO_YAML_3_ANY as GO_YAML_3_ANY
from o11ygen.yamlread.dialect import Dialect as Dialect
from o11ygen.yamlread.document import Document as Document
from o11ygen.yamlread.document import read as read
from o11ygen.yamlread.fault import Fault as Fault
from o11ygen.yamlread.fault import Place as Place
from o11ygen.yamlread.jsonread import read_json as read_json
from o11ygen.yamlread.scalar import Scalar as Scalar
