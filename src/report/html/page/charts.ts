import { CustomChart, LineChart, SankeyChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

// Of echarts only what the figures use: it comes along in every report.
use([LineChart, CustomChart, SankeyChart, GridComponent, TooltipComponent, CanvasRenderer]);

export { init };
